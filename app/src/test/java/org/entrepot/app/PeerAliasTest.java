package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Called as `aptly`, the program stands in for it. `LauncherTest` has the way from a link to here.
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class PeerAliasTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void configure() throws IOException {
    program = new Program(home); // its configuration is not the peer's
  }

  private Program.Result aptly(String... words) {
    return program.runNamed("aptly", "", words);
  }

  @Test
  void itsRootAndConfigurationAreThePeers() throws IOException {
    assertThat(aptly("repo", "create", "a").out())
        .contains("You can run 'aptly repo add a ...' to add packages to repository.");
    assertThat(home.resolve(".aptly/catalog.db")).exists();
    assertThat(home.resolve("root")).doesNotExist();
    assertThat(home.resolve(".aptly.conf")).doesNotExist();
    assertThat(aptly("config", "show").out())
        .contains("\"rootDir\": \"~/.aptly\"", "\"gpgProvider\": \"gpg\"");

    Files.writeString(
        home.resolve(".aptly.conf"), "{\"rootDir\": \"%s\"}".formatted(home.resolve("elsewhere")));
    assertThat(aptly("repo", "list", "-raw").out()).isEmpty();
    assertThat(home.resolve("elsewhere/catalog.db")).exists();
    assertThat(program.ok("config", "show")).contains("\"gpgProvider\": \"internal\"");
  }

  @Test
  void itsNameIsInHelpAndVersion() {
    assertThat(aptly("version").out()).startsWith("aptly version: 1.6.3+entrepot");
    assertThat(program.ok("version")).startsWith("entrepot version: ");
    assertThat(aptly("help").out()).contains("  aptly repo create -distribution=stable mine");
    assertThat(aptly("help", "repo", "add").out()).contains("Usage: aptly repo add");
    assertThat(aptly("nonsense").err()).contains("Use \"aptly help <command>\"");
    assertThat(aptly("repo", "list").out()).contains("`aptly repo create ...`");
    assertThat(aptly("completion", "bash").out()).contains("complete -F _aptly aptly");
  }

  @Test
  void aDatabaseOfThePeerIsLeftAloneAndTold() throws IOException {
    Tool aptly = Tool.of("aptly").with("HOME", home.toString());
    aptly.text("repo", "create", "theirs");
    Path deb = DebBuilder.of("p", "1", "amd64").writeTo(home);
    aptly.text("repo", "add", "theirs", deb.toString());
    Program.Result result = aptly("repo", "list");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("holds a database of aptly")
        .contains("entrepot import aptly " + home.resolve(".aptly"))
        .contains("rootDir in " + home.resolve(".aptly.conf"));
    assertThat(home.resolve(".aptly/catalog.db")).doesNotExist();
    assertThat(aptly.text("repo", "show", "theirs")).contains("Number of packages: 1");
  }
}
