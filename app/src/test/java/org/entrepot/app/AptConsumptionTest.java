package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real readers of a signed archive: apt for binaries and sources, gpgv, and another repository
/// manager that mirrors it.
class AptConsumptionTest {
  @TempDir Path home;
  private Program program;
  private Path keyring;
  private ArchiveServer server;

  @BeforeEach
  void publish() throws IOException {
    program = new Program(home);
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    keyring = home.resolve("keyring.gpg");
    program.ok("key", "export", "-binary", "-output=" + keyring);
    Path folder = Files.createDirectories(home.resolve("packages"));
    DebBuilder.of("app", "1.0", "amd64")
        .field("Section", "misc")
        .field("Priority", "optional")
        .field("Depends", "data")
        .file("./usr/bin/app", "x")
        .writeTo(folder);
    DebBuilder.of("data", "2.0", "all")
        .field("Section", "misc")
        .field("Priority", "optional")
        .file("./usr/share/data", "x")
        .writeTo(folder);
    DscBuilder.nativePackage("app", "1.0").build().writeTo(folder);
    DscBuilder.withDiff("tool", "3.1-2").build().writeTo(folder);
    program.ok("repo", "create", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", folder.toString());
    program.ok("publish", "repo", "mine");
    server =
        ArchiveServer.start(
            ArchiveOptions.loopback(List.of(new Mount("/", program.published()))),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aptGetsBinariesWithTheirDependenciesAndSources() throws IOException {
    Path root = home.resolve("apt");
    var apt = new AptClient(root, server.uri(), keyring, "stable");
    apt.update();
    assertThat(apt.install("app")).containsExactly("app_1.0_amd64.deb", "data_2.0_all.deb");
    // -x is the default: dpkg-source unpacks what apt has verified
    apt.get("source", "app", "tool");
    assertThat(root.resolve("app-1.0/debian/control")).exists();
    assertThat(root.resolve("tool-3.1/README")).hasContent("upstream");
    assertThat(root.resolve("tool-3.1/debian/changelog")).content().startsWith("tool (3.1-2)");
  }

  @Test
  void gpgvAcceptsBothFormsOfTheSignature() {
    Path distribution = program.published().resolve("dists/stable");
    assertThat(
            Tool.of("gpgv")
                .run("--keyring", keyring, distribution.resolve("InRelease"))
                .requireSuccess()
                .stderr())
        .contains("Good signature from \"Test <test@entrepot.invalid>\"");
    assertThat(
            Tool.of("gpgv")
                .run(
                    "--keyring",
                    keyring,
                    distribution.resolve("Release.gpg"),
                    distribution.resolve("Release"))
                .requireSuccess()
                .stderr())
        .contains("Good signature from \"Test <test@entrepot.invalid>\"");
  }

  @Test
  void gpgvRefusesAReleaseFileThatWasChanged() throws IOException {
    Path distribution = program.published().resolve("dists/stable");
    Path changed =
        Files.writeString(
            home.resolve("changed"),
            Files.readString(distribution.resolve("Release")).replace("stable", "STABLE"));
    assertThat(
            Tool.of("gpgv")
                .run("--keyring", keyring, distribution.resolve("Release.gpg"), changed)
                .exitCode())
        .isNotZero();
  }

  @Test
  void repreproMirrorsTheArchiveAndVerifiesItsSignature() throws IOException {
    Path mirror = home.resolve("mirror");
    Path conf = Files.createDirectories(mirror.resolve("conf"));
    Path gnupg = home.resolve("gnupg");
    Files.createDirectories(gnupg);
    gnupg.toFile().setReadable(false, false);
    gnupg.toFile().setReadable(true, true);
    gnupg.toFile().setExecutable(false, false);
    gnupg.toFile().setExecutable(true, true);
    Tool.of("gpg").text("--homedir", gnupg, "--batch", "--import", keyring);
    // it takes no whole fingerprints
    String keyId =
        Tool.of("gpg")
            .text("--homedir", gnupg, "--batch", "--with-colons", "--list-keys")
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .findFirst()
            .orElseThrow()
            .split(":", -1)[9]
            .substring(24);
    Files.writeString(
        conf.resolve("distributions"),
        """
        Codename: stable
        Architectures: amd64 source
        Components: main
        Update: ours
        """);
    Files.writeString(
        conf.resolve("updates"),
        """
        Name: ours
        Method: %s
        Suite: stable
        Components: main
        Architectures: amd64 source
        VerifyRelease: %s
        """
            .formatted(server.uri(), keyId));
    Tool reprepro = Tool.of("reprepro").with("GNUPGHOME", gnupg.toString()).with("http_proxy", "");
    reprepro.text("-b", mirror, "update");
    assertThat(reprepro.text("-b", mirror, "list", "stable").lines())
        .containsExactlyInAnyOrder(
            "stable|main|amd64: app 1.0",
            "stable|main|amd64: data 2.0",
            "stable|main|source: app 1.0",
            "stable|main|source: tool 3.1-2");
    assertThat(reprepro.run("-b", mirror, "check").exitCode()).isZero();
  }
}
