package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.domain.access.TokenSecret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `token …` and `audit …` as a shell sees them.
class TokenCommandsTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void makeStore() throws IOException {
    program = new Program(home);
  }

  @Test
  void aTokenIsPrintedOnceAndNeverAgain() throws IOException {
    assertThat(program.ok("token", "list")).contains("entrepot token create -scope=write NAME");
    String token =
        program.ok("token", "create", "-scope=write", "-name-pattern=team-*", "-raw", "ci").strip();
    assertThat(TokenSecret.parse(token)).isPresent();
    String bits = token.substring(token.lastIndexOf('_') + 1);
    program.ok("repo", "create", "mine");
    for (String[] words :
        new String[][] {
          {"token", "list"},
          {"token", "list", "-json"},
          {"audit", "list", "-json"},
          {"task", "list", "-all", "-json"},
          {"task", "show", "1"},
          {"task", "output", "1"}
        }) {
      assertThat(program.ok(words)).as(String.join(" ", words)).doesNotContain(bits);
    }
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(bits))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  @Test
  void tokensAreListedWithWhatTheyAreFor() {
    String made =
        program.ok(
            "token",
            "create",
            "-scope=upload",
            "-name-pattern=a-*",
            "-name-pattern=b",
            "-expires=2h",
            "-comment=for b",
            "-json",
            "ci");
    assertThat(made)
        .contains(
            "\"Name\": \"ci\"", "\"Scope\": \"upload\"", "\"Token\": \"ent_", "\"ExpiresAt\": \"");
    assertThat(program.ok("token", "create", "-scope=admin", "boss"))
        .contains("It is shown only now", "  ent_", "Authorization: Bearer");
    assertThat(program.ok("token", "list"))
        .containsPattern("[0-9a-f]{12}  admin  boss\n")
        .containsPattern("upload  ci  for a-\\*, b  until .*UTC  \\(for b\\)\n");
    assertThat(program.ok("token", "list", "-json"))
        .contains("\"Name\": \"boss\"")
        .doesNotContain("ExpiresAt\": \"0", "ent_");
    assertThat(program.ok("token", "revoke", "ci")).isEqualTo("Token ci has been revoked.\n");
    assertThat(program.ok("token", "list")).doesNotContain("upload");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token create x|say what it may do: -scope=read, upload, write or admin",
        "token create -scope=root x|-scope=root is none of read, upload, write, admin",
        "token create -scope=read -expires=soon x|-expires=soon is no length of time",
        "token create -scope=read -expires=0 x|-expires=0 is no length of time",
        "token create -scope=read -name-pattern=[a x|cannot be read",
        "token create -scope=read a/b|contains a slash",
        "token revoke nobody|token with name nobody not found",
        "audit list -since=yesterday|-since=yesterday is no time"
      })
  void mistakesAreExplained(String line, String reason) {
    var result = program.run(line.split(" ", -1));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").contains(reason);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aNameIsTakenOnce() {
    program.ok("token", "create", "-scope=read", "ci");
    var again = program.run("token", "create", "-scope=read", "-json", "ci");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.out()).isEmpty();
    assertThat(again.err()).contains("token with name ci already exists", "token revoke ci");
  }

  @Test
  void theAuditLogTellsWhoDidWhatAndHowItEnded() {
    program.ok("repo", "create", "mine");
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    program.ok("token", "create", "-scope=read", "ci");
    program.ok("token", "revoke", "ci");
    String user = System.getProperty("user.name", "");
    assertThat(program.ok("audit", "list").lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).contains("succeeded  " + user + " from cli  "))
        .anySatisfy(line -> assertThat(line).contains("Generate key"))
        .anySatisfy(line -> assertThat(line).contains("Create token ci ("))
        .last()
        .asString()
        .contains("Revoke token ci (task ");
    assertThat(program.ok("audit", "list", "-limit=1").lines()).hasSize(1);
    assertThat(program.ok("audit", "list", "-since=1h").lines()).hasSize(4);
    assertThat(program.ok("audit", "list", "-since=2100-01-01"))
        .isEqualTo("Nothing was changed in this time.\n");
    assertThat(program.ok("audit", "list", "-json", "-limit=1"))
        .contains(
            "\"Actor\": \"" + user + "\"",
            "\"ActorKind\": \"user\"",
            "\"From\": \"cli\"",
            "\"Action\": \"RevokeToken\"",
            "\"Outcome\": \"succeeded\"",
            "\"TaskID\": ");
  }

  @Test
  void helpTeaches() {
    assertThat(program.ok("help", "token", "create"))
        .contains("read    look at everything", "-name-pattern", "-expires", "publish");
    assertThat(program.ok("help", "audit", "list")).contains("auditKeepDays");
  }
}
