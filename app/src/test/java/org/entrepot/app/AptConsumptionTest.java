package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
  void aptSeesAChangeInTheSecondInWhichItReadTheStateBefore() throws IOException {
    Path published = program.published().resolve("dists/stable/InRelease");
    var apt = new AptClient(home.resolve("apt"), server.uri(), keyring, "stable");
    LockSupport.parkNanos(Duration.ofMillis(1000 - System.currentTimeMillis() % 1000).toNanos());
    Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Files.setLastModifiedTime(published, FileTime.from(second));
    apt.update();

    program.ok("publish", "update", "stable");
    Files.setLastModifiedTime(published, FileTime.from(second.plusMillis(999)));
    LockSupport.parkNanos(
        Duration.between(Instant.now(), second.plusSeconds(4)).toNanos()); // no longer young
    apt.update();
    String list =
        apt.lists().stream().filter(it -> it.endsWith("InRelease")).findFirst().orElseThrow();
    assertThat(home.resolve("apt/state/lists").resolve(list)).hasSameBinaryContentAs(published);
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
  void debmirrorMirrorsTheArchiveAndItsNextState() throws IOException {
    Path mirror = home.resolve("mirror");
    debmirror(mirror).requireSuccess();
    assertThat(mirrored(mirror))
        .containsExactly(
            "app_1.0.dsc",
            "app_1.0.tar.xz",
            "app_1.0_amd64.deb",
            "data_2.0_all.deb",
            "tool_3.1-2.diff.gz",
            "tool_3.1-2.dsc",
            "tool_3.1.orig.tar.gz");
    // what it has is an archive again, of which apt misses nothing
    try (var copy =
        ArchiveServer.start(
            ArchiveOptions.loopback(List.of(new Mount("/", mirror))), Clock.systemUTC())) {
      var apt = new AptClient(home.resolve("apt-of-mirror"), copy.uri(), keyring, "stable");
      apt.update();
      assertThat(apt.install("app")).containsExactly("app_1.0_amd64.deb", "data_2.0_all.deb");
    }
    DebBuilder.of("app", "1.1", "amd64").file("./usr/bin/app", "y").writeTo(home.resolve("next"));
    program.ok("repo", "add", "mine", home.resolve("next").toString());
    program.ok("repo", "remove", "mine", "app (= 1.0), $PackageType (deb)");
    program.ok("publish", "update", "stable");
    debmirror(mirror).requireSuccess();
    assertThat(mirrored(mirror)).contains("app_1.1_amd64.deb").doesNotContain("app_1.0_amd64.deb");
  }

  @Test
  void debmirrorRefusesAnArchiveThatWasChanged() throws IOException {
    Path release = program.published().resolve("dists/stable/Release");
    String text = Files.readString(release);
    Files.delete(release);
    Files.writeString(release, text.replace("Components: main", "Components: MAIN"));
    assertThat(debmirror(home.resolve("mirror")).exitCode()).isNotZero();
  }

  private Tool.Outcome debmirror(Path mirror) {
    String host = server.uri().getAuthority();
    return Tool.of("debmirror")
        .within(Duration.ofMinutes(2))
        .with("HOME", home.toString())
        .with("GNUPGHOME", home.resolve("no-gnupg").toString())
        .with("no_proxy", "*")
        .run(
            "--method=http",
            "--host=" + host,
            "--root=/",
            "--dist=stable",
            "--section=main",
            "--arch=amd64",
            "--source",
            "--keyring=" + keyring,
            "--rsync-extra=none",
            "--diff=none",
            "--getcontents",
            "--checksums",
            mirror);
  }

  private static List<String> mirrored(Path mirror) throws IOException {
    try (var files = Files.walk(mirror.resolve("pool"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    }
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
