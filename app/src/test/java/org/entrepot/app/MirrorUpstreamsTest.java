package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.FlakyServer;
import org.entrepot.testkit.FlakyServer.Fault.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors of archives with sources and udebs, of archives that change or fail meanwhile, and of
/// what Debian itself signed.
@SuppressWarnings("NullAway.Init") // set before each test
class MirrorUpstreamsTest {
  private static final Path LISTS = Path.of("/var/lib/apt/lists");
  private static final Path DEBIAN = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  @TempDir Path home;
  private Program program;
  private Upstream upstream;
  private Path packages;

  @BeforeEach
  void begin() throws IOException {
    program = new Program(home);
    upstream = new Upstream(home.resolve("up"));
    packages = upstream.packages();
  }

  @AfterEach
  void end() {
    upstream.stop();
  }

  private void create(String url, String distribution, String... flags) {
    var words = new ArrayList<String>(List.of("mirror", "create"));
    words.add("-keyring=" + upstream.keyring());
    words.addAll(List.of(flags));
    words.addAll(List.of("m", url, distribution));
    program.ok(words.toArray(String[]::new));
  }

  private List<String> mirrored() {
    return program.ok("mirror", "search", "m").lines().toList();
  }

  @Test
  void anArchiveOfAptlyWithSourcesAndUdebsIsMirrored() throws IOException {
    DscBuilder.withDiff("tool", "3.1-2").build().writeTo(packages);
    DebBuilder.of("tiny-udeb", "1", "amd64")
        .field("Section", "debian-installer")
        .suffix(".udeb")
        .writeTo(packages);
    Path base = upstream.aptly(packages);
    create("file:" + base, "trixie", "-with-sources", "-with-udebs");
    program.ok("mirror", "update", "m");
    assertThat(mirrored())
        .containsExactly(
            "app_1.0_amd64",
            "data_3_all",
            "libup_1:2.0+dfsg-1_amd64",
            "libup_1:2.0+dfsg-1_i386",
            "tiny-udeb_1_amd64",
            "tool_3.1-2_source");
    assertThat(program.ok("mirror", "search", "m", "$PackageType (udeb)"))
        .isEqualTo("tiny-udeb_1_amd64\n");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "-skip-signing", "-architectures=amd64,source", "s");
    Path published = program.published();
    assertThat(published.resolve("pool/main/t/tool/tool_3.1.orig.tar.gz")).exists();
    assertThat(published.resolve("dists/trixie/main/debian-installer/binary-amd64/Packages"))
        .content()
        .contains("tiny-udeb");

    program.ok("mirror", "edit", "-filter=app", "m");
    program.ok("mirror", "update", "m");
    assertThat(mirrored()).as("there is no source of app").containsExactly("app_1.0_amd64");
  }

  @Test
  void anIndexThatTheArchiveDoesNotListIsToldOnceAndCostsNoFurtherUpdate() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    create("file:" + base, "stable", "-with-udebs");
    assertThat(program.ok("mirror", "update", "m"))
        .contains("the archive has no index main/debian-installer/binary-amd64/Packages");
    assertThat(program.ok("mirror", "update", "m")).contains("is up to date, nothing has changed");
  }

  @Test
  void indicesComeByHashAndInTheBestCompression() throws IOException {
    Path base =
        upstream.ftparchive(
            "ft",
            packages,
            Upstream.Signed.INLINE,
            "APT::FTPArchive::Release::Acquire-By-Hash=yes",
            "APT::FTPArchive::DoByHash=true");
    try (var server = FlakyServer.serving(base)) {
      create(server.url(), "stable");
      program.ok("mirror", "update", "m");
      assertThat(server.requests().stream().map(FlakyServer.Request::path))
          .filteredOn(it -> it.contains("binary-amd64"))
          .as("the xz form is not there by hash, so it is asked for by name")
          .first()
          .asString()
          .contains("/by-hash/SHA256/");
      assertThat(server.requests().stream().map(FlakyServer.Request::path))
          .noneMatch(it -> it.endsWith(".gz") || it.endsWith("/Packages"));
    }
    assertThat(mirrored()).hasSize(4);
  }

  @Test
  void anArchiveThatChangesMeanwhileIsMirroredAsItIsAfterwards() throws IOException {
    Path before = upstream.ftparchive("before", packages, Upstream.Signed.INLINE);
    Files.delete(packages.resolve("app_1.0_amd64.deb"));
    upstream.deb(packages, "app", "1.1", 4000);
    Path after = upstream.ftparchive("after", packages, Upstream.Signed.INLINE);
    try (var server = FlakyServer.serving(before)) {
      create(server.url(), "stable");
      var changed = new AtomicBoolean();
      server.set((request, _) -> {
        if (request.path().contains("/pool/") && changed.compareAndSet(false, true)) {
          server.serve(after);
        }
        return new Behaviour.Good();
      });
      assertThat(program.ok("mirror", "update", "m"))
          .contains("The archive has changed meanwhile, beginning again");
    }
    assertThat(mirrored()).contains("app_1.1_amd64").doesNotContain("app_1.0_amd64");
  }

  @Test
  void anArchiveWhoseIndicesGrowAfterItsReleaseFileWasReadIsNoticed() throws IOException {
    Path before = upstream.ftparchive("before", packages, Upstream.Signed.INLINE);
    upstream.deb(packages, "extra", "1", 4000);
    Path after = upstream.ftparchive("after", packages, Upstream.Signed.INLINE);
    try (var server = FlakyServer.serving(before)) {
      create(server.url(), "stable");
      var changed = new AtomicBoolean();
      server.set((request, _) -> {
        if (request.path().contains("/binary-") && changed.compareAndSet(false, true)) {
          server.serve(after);
        }
        return new Behaviour.Good();
      });
      assertThat(program.ok("mirror", "update", "m"))
          .contains("The archive has changed meanwhile, beginning again")
          .contains("is larger than");
    }
    assertThat(mirrored()).contains("extra_1_amd64");
  }

  @Test
  void whatIsLargerThanDeclaredIsTakenWhenChecksumsAreIgnored() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    upstream.deb(packages, "extra", "1", 4000);
    Path grown = upstream.ftparchive("grown", packages, Upstream.Signed.INLINE);
    for (String name : List.of("Packages", "Packages.gz", "Packages.xz")) {
      var index = Path.of("dists/stable/main/binary-amd64", name);
      if (Files.exists(grown.resolve(index))) {
        Files.copy(grown.resolve(index), base.resolve(index), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path extra = base.resolve("pool/main/extra_1_amd64.deb");
    Files.copy(packages.resolve("extra_1_amd64.deb"), extra);
    Files.write(extra, new byte[100], StandardOpenOption.APPEND);
    create("file:" + base, "stable");
    assertThat(program.run("mirror", "update", "m").err()).contains("is larger than");
    assertThat(program.ok("mirror", "update", "-ignore-checksums", "m"))
        .contains("extra_1_amd64.deb is taken although it is not what the index says");
    assertThat(mirrored()).contains("extra_1_amd64");
    assertThat(program.ok("package", "show", "extra"))
        .as("recorded as what it is")
        .contains("Size: " + Files.size(extra));
  }

  @Test
  void contentsOfMirroredPackagesAreReadOnceTheyArePublished() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.NOT);
    Path dist = base.resolve("dists/stable");
    Path index = dist.resolve("main/binary-amd64/Packages");
    Files.writeString(base.resolve("pool/main/odd_1_amd64.deb"), "no package");
    Files.writeString(
        index,
        """
        Package: odd
        Version: 1
        Architecture: amd64
        Filename: pool/main/odd_1_amd64.deb
        Size: 10
        SHA256: %s

        """
            .formatted(
                ChecksumCalculator.of("no package".getBytes(StandardCharsets.US_ASCII))
                    .sha256()
                    .hex()),
        StandardOpenOption.APPEND);
    Files.delete(dist.resolve("main/binary-amd64/Packages.xz"));
    Files.delete(dist.resolve("main/binary-amd64/Packages.gz"));
    upstream.release(dist, Upstream.Signed.INLINE);
    create("file:" + base, "stable");
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "-skip-signing", "-skip-contents", "s", "without");
    assertThat(program.ok("publish", "snapshot", "-skip-signing", "s"))
        .contains("the paths of odd_1_amd64 are not in Contents, as it cannot be read");
    assertThat(contents("amd64"))
        .containsExactly(
            "FILE LOCATION",
            "usr/bin/app misc/app",
            "usr/lib/lib libs/libup",
            "usr/share/data misc/data");
    assertThat(contents("i386")).contains("usr/lib/lib libs/libup");

    upstream.deb(packages, "more", "1", 100);
    upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "t", "from", "mirror", "m");
    program.ok("publish", "switch", "-skip-signing", "stable", "t");
    assertThat(contents("amd64")).hasSize(5).contains("usr/share/more misc/more");
  }

  private List<String> contents(String architecture) throws IOException {
    Path file = program.published().resolve("dists/stable/main/Contents-" + architecture + ".gz");
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void pathsThatBeginWithASlashAreBelowTheArchive() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.NOT);
    Path dist = base.resolve("dists/stable");
    Path index = dist.resolve("main/binary-amd64/Packages");
    String text = Files.readString(index).replace("Filename: pool/", "Filename: /./pool/");
    Files.writeString(index, text);
    Files.delete(dist.resolve("main/binary-amd64/Packages.xz"));
    Files.delete(dist.resolve("main/binary-amd64/Packages.gz"));
    upstream.release(dist, Upstream.Signed.INLINE);
    create("file:" + base, "stable");
    program.ok("mirror", "update", "m");
    assertThat(mirrored()).hasSize(4);
  }

  @Test
  void anIndexThatWasCutBeforeItWasSignedIsToldInWords() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.NOT);
    Path dist = base.resolve("dists/stable");
    Path index = dist.resolve("main/binary-amd64/Packages.xz");
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(whole, whole.length / 2));
    upstream.release(dist, Upstream.Signed.INLINE);
    create("file:" + base, "stable");
    assertThat(program.run("mirror", "update", "m").err())
        .contains("the index main/binary-amd64/Packages cannot be read: it ends too early");
  }

  @Test
  void anIndexThatDoesNotFitIsNotBelieved() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    create("file:" + base, "stable");
    Path index = base.resolve("dists/stable/main/binary-amd64/Packages.xz");
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length / 2] ^= 1;
    Files.write(index, bytes);
    Program.Result result = program.run("mirror", "update", "m");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("an index is not what the Release file says", "Packages.xz", "try again later");
    assertThat(program.ok("mirror", "show", "m")).contains("Last update: never");
  }

  @Test
  void whatBadServersCutIsFetchedOnce() throws IOException {
    upstream.deb(packages, "big", "1", 3_000_000);
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    try (var server = FlakyServer.serving(base)) {
      create(server.url(), "stable");
      server.set((_, number) ->
          number % 2 == 1 ? new Behaviour.Status(503, "", "") : new Behaviour.Cut(700_000));
      program.ok("mirror", "update", "-max-tries=10", "m");
      assertThat(mirrored()).contains("big_1_amd64").hasSize(5);
      assertThat(server.sentBytes()).isLessThan(3_600_000L);
    }
  }

  @Test
  void anUpdateThatWasStoppedGoesOn() throws IOException {
    upstream.deb(packages, "big", "1", 1_000_000);
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    try (var server = FlakyServer.serving(base)) {
      create(server.url(), "stable");
      server.set((request, number) ->
          request.path().contains("/big_")
              ? number == 0 ? new Behaviour.Cut(600_000) : new Behaviour.Status(500, "", "")
              : new Behaviour.Good());
      Program.Result failed = program.run("mirror", "update", "-max-tries=1", "m");
      assertThat(failed.err()).contains("1 files could not be downloaded", "answered 500");
      server.set((_, _) -> new Behaviour.Good());
      int before = server.requests().size();
      program.ok("mirror", "update", "m");
      List<FlakyServer.Request> again =
          server.requests().subList(before, server.requests().size()).stream()
              .filter(it -> it.path().contains("/pool/"))
              .toList();
      assertThat(again).as("only the one file that was not here").hasSize(1);
      assertThat(again.getFirst().path()).isEqualTo("/pool/main/big_1_amd64.deb");
      assertThat(again.getFirst().range())
          .as("only the rest of it; the client may drop a little of what came with the fault")
          .matches("bytes=[56][0-9]{5}-");
    }
  }

  @Test
  void whatDebianSignedIsTrusted() throws IOException {
    assumeThat(DEBIAN).exists();
    List<Path> releases;
    try (var files = Files.list(LISTS)) {
      releases = files.filter(it -> it.toString().endsWith("_InRelease")).sorted().toList();
    }
    assumeThat(releases).isNotEmpty();
    int number = 0;
    for (Path release : releases) {
      String suite = release.getFileName().toString().replaceFirst(".*_dists_(.*)_InRelease", "$1");
      Path base = home.resolve("debian" + number++);
      Files.createDirectories(base.resolve("dists").resolve(suite));
      Files.copy(release, base.resolve("dists").resolve(suite).resolve("InRelease"));
      String name = "debian-" + number;
      program.ok(
          "mirror",
          "create",
          "-accept-expired",
          "-architectures=amd64",
          "-keyring=" + DEBIAN,
          name,
          "file:" + base,
          suite,
          "main");
      assertThat(program.ok("mirror", "show", name)).contains("Origin: Debian", "Codename: ");
      Program.Result refused =
          program.run(
              "mirror", "create", "-keyring=" + upstream.keyring(), "x", "file:" + base, suite);
      assertThat(refused.err()).contains("is not trusted");
    }
  }
}
