package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.entrepot.testkit.ChangesBuilder;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads through the command line, signed by the real gpg.
@SuppressWarnings("NullAway.Init") // set before each test
final class IncludeTest {
  @TempDir Path home;
  private Program program;
  private Path incoming;
  private Path gnupg;
  private Path keyring;

  @BeforeEach
  void prepare() throws IOException {
    program = new Program(home);
    incoming = Files.createDirectory(home.resolve("incoming"));
    gnupg = Files.createDirectory(home.resolve("gnupg"));
    gnupg.toFile().setReadable(false, false);
    gnupg.toFile().setReadable(true, true);
    keyring = home.resolve("uploaders.gpg");
    for (String name : List.of("alice", "bob")) {
      gpg("--quick-gen-key", name + " <" + name + "@example.org>", "ed25519", "sign", "never");
    }
    Files.write(
        keyring,
        gpgTool().run("--homedir", gnupg, "--batch", "--export").requireSuccess().stdout());
    program.ok("repo", "create", "unstable");
  }

  @Test
  void aSignedUploadIsTakenWholeAndRemoved() throws IOException {
    upload(signed("alice")).build().writeTo(incoming);
    Path other = Files.writeString(incoming.resolve("notes.txt"), "mine");

    String out = program.ok("repo", "include", "-keyring=" + keyring, incoming.toString());

    assertThat(out).contains("[+] app_1.0_source added", "[+] app_1.0_amd64 added");
    assertThat(packages("unstable")).containsExactly("app_1.0_amd64", "app_1.0_source");
    assertThat(files()).containsExactly(other.getFileName().toString());
    assertThat(home.resolve("root/buildinfo/app/app_1.0_amd64.buildinfo"))
        .hasContent("Format: 1.0");
  }

  @Test
  void nothingIsTakenOfAnUploadThatIsWrongAnywhere() throws IOException {
    record Wrong(ChangesBuilder upload, String reason) {}
    var lying = upload(signed("alice")).lieAboutDigests("app_1.0_amd64.deb");
    var lyingBuildinfo = upload(signed("alice")).lieAboutDigests("app_1.0_amd64.buildinfo");
    for (Wrong wrong :
        List.of(
            new Wrong(lying, "app_1.0_amd64.deb is not the file that it lists"),
            new Wrong(lyingBuildinfo, "app_1.0_amd64.buildinfo is not the file that it lists"),
            new Wrong(upload(UnaryOperator.identity()), "it is not signed"),
            new Wrong(upload(signed("alice")).field("Binary", "other"), "app_1.0_amd64 is not a"),
            new Wrong(upload(signed("alice")).field("Architecture", "amd64"), "app_1.0_source is"),
            new Wrong(upload(signed("alice")).field("Source", "../evil"), "no name of a package"),
            new Wrong(upload(signed("alice")).field("Distribution", "x"), "repo with name x not"),
            new Wrong(
                upload(signed("alice")).without("Checksums-Sha256").without("Checksums-Sha512"),
                "declares no SHA-256"),
            new Wrong(upload(this::tampered), "not trusted"))) {
      var built = wrong.upload().build();
      built.writeTo(incoming);
      List<String> before = files();

      var result = program.run("repo", "include", "-keyring=" + keyring, incoming.toString());

      assertThat(result.exitCode()).as(wrong.reason()).isEqualTo(1);
      assertThat(result.out()).contains(wrong.reason()).doesNotContain("[+]", "Exception");
      assertThat(result.err()).isEqualTo("ERROR: some files failed to be added\n");
      assertThat(files()).isEqualTo(before);
      assertThat(packages("unstable")).isEmpty();
      for (String file : before) {
        Files.delete(incoming.resolve(file));
      }
    }
    assertThat(home.resolve("root/buildinfo")).doesNotExist();
  }

  @Test
  void anUnknownKeyAndAMissingFileAreRefusedAndOthersTaken() throws IOException {
    Path noKeys = Files.write(home.resolve("none.gpg"), new byte[0]);
    upload(signed("alice")).build().writeTo(incoming);
    var unknown = program.run("repo", "include", "-keyring=" + noKeys, incoming.toString());
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.out()).contains("which is not in the keyring", "-keyring");

    ChangesBuilder.of("gone", "1", "unstable")
        .deb(DebBuilder.of("gone", "1", "amd64"))
        .signedBy(signed("alice"))
        .build()
        .writeTo(incoming);
    Files.delete(incoming.resolve("gone_1_amd64.deb"));
    var both = program.run("repo", "include", "-keyring=" + keyring, incoming.toString());
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.out()).contains("it lists gone_1_amd64.deb, which is not beside it");
    assertThat(packages("unstable")).containsExactly("app_1.0_amd64", "app_1.0_source");
    assertThat(files()).containsExactly("gone_1_amd64.changes");
  }

  @Test
  void rulesSayWhoMayUploadWhat() throws IOException {
    Path rules =
        Files.writeString(
            home.resolve("rules.json"),
            """
            { // who may
              "groups": {"team": ["%s"]},
              "rules": [{"condition": "Source (app)", "allow": ["team"]},],
            }
            """
                .formatted(fingerprint("alice")));
    program.ok("repo", "edit", "-uploaders-file=" + rules, "unstable");

    upload(signed("bob")).build().writeTo(incoming);
    var denied = program.run("repo", "include", "-keyring=" + keyring, incoming.toString());
    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.out()).contains("no rule for uploaders allows key " + fingerprint("bob"));

    upload(signed("alice")).build().writeTo(incoming);
    program.ok("repo", "include", "-keyring=" + keyring, incoming.toString());
    assertThat(packages("unstable")).hasSize(2);

    Files.writeString(rules, "{\"rules\": [{\"condition\": \"Source (\", \"allow\": []}]}");
    assertThat(program.run("repo", "edit", "-uploaders-file=" + rules, "unstable").err())
        .startsWith("ERROR: unable to edit: error parsing uploaders file")
        .contains("the condition of rule 1 cannot be read");
  }

  @Test
  void aTemplateChoosesTheRepositoryAndFilesMayStay() throws IOException {
    program.ok("repo", "create", "app-unstable");
    upload(UnaryOperator.identity()).build().writeTo(incoming);
    int before = files().size();
    program.ok(
        "repo",
        "include",
        "-accept-unsigned",
        "-no-remove-files",
        "-repo={{.Source}}-{{.Distribution}}",
        incoming.toString());
    assertThat(packages("app-unstable")).hasSize(2);
    assertThat(packages("unstable")).isEmpty();
    assertThat(files()).hasSize(before);
    assertThat(program.run("repo", "include", "-repo={{.Source", incoming.toString()).err())
        .startsWith("ERROR: unable to include: the template for the repository cannot be read");
  }

  @Test
  void aWatchedDirectoryTakesRejectsAndWaits() throws IOException {
    upload(signed("alice")).build().writeTo(incoming);
    ChangesBuilder.of("bad", "1", "unstable")
        .deb(DebBuilder.of("bad", "1", "amd64"))
        .build()
        .writeTo(incoming);
    ChangesBuilder.of("slow", "1", "unstable")
        .deb(DebBuilder.of("slow", "1", "amd64"))
        .signedBy(signed("alice"))
        .build()
        .writeTo(incoming);
    Files.delete(incoming.resolve("slow_1_amd64.deb"));
    String[] watch = {"incoming", "watch", "-once", "-keyring=" + keyring, incoming.toString()};

    var result = program.run(watch);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(packages("unstable")).containsExactly("app_1.0_amd64", "app_1.0_source");
    assertThat(files()).containsExactly("rejected", "slow_1_amd64.changes");
    assertThat(Files.readString(incoming.resolve("rejected/bad_1_amd64.reason")))
        .contains("it is not signed");
    assertThat(incoming.resolve("rejected/bad_1_amd64.deb")).exists();
    assertThat(incoming.resolve("rejected/bad_1_amd64.changes")).exists();

    Files.write(
        incoming.resolve("slow_1_amd64.deb"), DebBuilder.of("slow", "1", "amd64").toBytes());
    program.ok(watch);
    assertThat(packages("unstable")).contains("slow_1_amd64");
    assertThat(files()).containsExactly("rejected");
  }

  private static ChangesBuilder upload(UnaryOperator<byte[]> signing) {
    return ChangesBuilder.of("app", "1.0", "unstable")
        .field("Architecture", "source amd64")
        .deb(DebBuilder.of("app", "1.0", "amd64"))
        .source(DscBuilder.nativePackage("app", "1.0"))
        .file(
            "app_1.0_amd64.buildinfo",
            "Format: 1.0".getBytes(StandardCharsets.UTF_8),
            "misc",
            "optional")
        .signedBy(signing);
  }

  private UnaryOperator<byte[]> signed(String name) {
    return text ->
        gpgTool()
            .reading(text)
            .run("--homedir", gnupg, "--batch", "--clearsign", "--local-user", name)
            .requireSuccess()
            .stdout();
  }

  private byte[] tampered(byte[] text) {
    return new String(signed("alice").apply(text), StandardCharsets.UTF_8)
        .replace("Urgency: medium", "Urgency: high")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String fingerprint(String name) {
    return gpgTool()
        .text("--homedir", gnupg, "--batch", "--with-colons", "--list-keys", name)
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  private void gpg(String... words) {
    gpgTool()
        .run(
            Stream.concat(
                    Stream.of(
                        "--homedir",
                        gnupg,
                        "--batch",
                        "--pinentry-mode",
                        "loopback",
                        "--passphrase",
                        ""),
                    Stream.of(words))
                .toArray())
        .requireSuccess();
  }

  private static Tool gpgTool() {
    return Tool.of("gpg");
  }

  private List<String> packages(String repository) {
    var found = program.run("repo", "search", repository);
    return found.exitCode() == 0 ? found.out().lines().sorted().toList() : List.of();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(incoming)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
