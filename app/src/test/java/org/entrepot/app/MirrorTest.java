package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors of archives that real programs made, served by a real server.
@SuppressWarnings("NullAway.Init") // set before each test
class MirrorTest {
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

  private void create(String url, String... more) {
    var words = new ArrayList<String>(List.of("mirror", "create"));
    words.add("-keyring=" + upstream.keyring());
    words.addAll(List.of(more));
    words.addAll(List.of("m", url, "trixie"));
    program.ok(words.toArray(String[]::new));
  }

  private List<String> mirrored() {
    return program.ok("mirror", "search", "m").lines().toList();
  }

  private String error(String... words) {
    Program.Result result = program.run(words);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").doesNotContain("\tat ", "Exception");
    return result.err();
  }

  @Test
  void anArchiveOfRepreproIsMirroredAndPublishedAgain() throws IOException {
    Path base = upstream.reprepro(packages);
    Upstream.age(base);
    try (var server = Nginx.serving(base, home.resolve("nginx"))) {
      create(server.url());
      assertThat(program.ok("mirror", "show", "m")).contains("Last update: never");
      assertThat(error("snapshot", "create", "s", "from", "mirror", "m"))
          .contains("mirror not updated");
      program.ok("mirror", "update", "m");
      assertThat(mirrored())
          .containsExactly(
              "app_1.0_amd64", "data_3_all", "libup_1:2.0+dfsg-1_amd64", "libup_1:2.0+dfsg-1_i386");

      server.forget();
      assertThat(program.ok("mirror", "update", "m")).contains("nothing has changed");
      assertThat(server.requests()).containsExactly("GET /dists/trixie/InRelease 304 0");

      upstream.deb(packages, "more", "1", 5000);
      upstream.reprepro(packages);
      server.forget();
      program.ok("mirror", "update", "m");
      assertThat(mirrored()).hasSize(5);
      assertThat(server.requests().stream().filter(it -> it.contains(".deb ")))
          .singleElement()
          .asString()
          .contains("more_1_amd64.deb 200");
    }
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    assertThat(program.ok("snapshot", "show", "s")).contains("m [repo]");
    program.ok("publish", "snapshot", "-skip-signing", "s");
    assertThat(Files.readString(program.published().resolve("dists/trixie/Release")))
        .contains("Origin: Up", "main/binary-i386/Packages");
    program.ok("mirror", "rename", "m", "n");
    assertThat(error("mirror", "drop", "n")).contains("was used to create snapshots: [s]");
    program.ok("mirror", "drop", "-force", "n");
    assertThat(program.ok("db", "cleanup")).contains("(0)");
  }

  @Test
  void anArchitectureThatCannotBeMirroredAloneIsRefused() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    String keyring = "-keyring=" + upstream.keyring();
    assertThat(
            error(
                "mirror",
                "create",
                keyring,
                "-architectures=source",
                "m",
                "file:" + base,
                "stable"))
        .contains("source alone is no architecture to mirror", "-with-sources");
    assertThat(
            error("mirror", "create", keyring, "-architectures=all", "m", "file:" + base, "stable"))
        .as("its packages are in the indices of the others")
        .contains("architecture all not available in repo [amd64, i386]");
    program.ok(
        "mirror", "create", keyring, "-architectures=amd64,all", "m", "file:" + base, "stable");
    program.ok("mirror", "update", "m");
    assertThat(mirrored())
        .containsExactly("app_1.0_amd64", "data_3_all", "libup_1:2.0+dfsg-1_amd64");
  }

  @Test
  void aSignatureThatIsNotTrustedIsRefused() throws IOException {
    Path base = upstream.reprepro(packages);
    var other = new Upstream(home.resolve("other"));
    try {
      assertThat(
              error(
                  "mirror", "create", "-keyring=" + other.keyring(), "m", "file:" + base, "trixie"))
          .contains("is not trusted", "-keyring=FILE", "-ignore-signatures");
    } finally {
      other.stop();
    }
    assertThat(error("mirror", "create", "m", "file:" + base, "trixie"))
        .contains("there is no keyring");
    create("file:" + base);
    program.ok("mirror", "update", "m");

    Path inRelease = base.resolve("dists/trixie/InRelease");
    Upstream.replace(inRelease, "Label: Up", "Label: Evil");
    assertThat(error("mirror", "update", "m"))
        .as("a bad InRelease is not got around by Release.gpg, which is good")
        .contains("is not trusted");
    Files.delete(inRelease);
    program.ok("mirror", "update", "m");
    Files.delete(base.resolve("dists/trixie/Release.gpg"));
    Upstream.replace(base.resolve("dists/trixie/Release"), "Label: Up", "Label: New");
    assertThat(error("mirror", "update", "m")).contains("is not signed", "-ignore-signatures");
    program.ok("mirror", "update", "-ignore-signatures", "m");
    assertThat(program.ok("mirror", "show", "m")).contains("Label: New");
  }

  @Test
  void expiryAgeAndNamesAreJudged() throws IOException {
    Path base =
        upstream.ftparchive(
            "ft", packages, Upstream.Signed.INLINE, "APT::FTPArchive::Release::ValidTime=-100");
    String url = "file:" + base;
    var create = List.of("mirror", "create", "-keyring=" + upstream.keyring(), "m", url, "stable");
    assertThat(error(create.toArray(String[]::new))).contains("expired on", "-accept-expired");
    program.ok(
        "mirror",
        "create",
        "-accept-expired",
        "-keyring=" + upstream.keyring(),
        "m",
        url,
        "stable");
    assertThat(error("mirror", "update", "m")).contains("expired on");
    program.ok("mirror", "update", "-accept-expired", "m");

    Path dist = base.resolve("dists/stable");
    upstream.release(dist, Upstream.Signed.NOT);
    String release = Files.readString(dist.resolve("Release"));
    Files.writeString(
        dist.resolve("Release"),
        release.replaceFirst("Date: .*", "Date: Mon, 02 Jan 2006 15:04:05 +0000"));
    upstream.sign(dist, Upstream.Signed.INLINE);
    assertThat(error("mirror", "update", "m")).contains("older than", "-accept-older");

    upstream.release(dist, Upstream.Signed.INLINE, "APT::FTPArchive::Release::Suite=oldstable");
    assertThat(error("mirror", "update", "m"))
        .contains("Suite of the Release file was \"stable\" and is \"oldstable\" now")
        .contains("-accept-renamed");
    program.ok("mirror", "update", "-accept-renamed", "m");
    program.ok("mirror", "update", "m");
  }

  @Test
  void weakDigestsAreRefusedUnlessAccepted() throws IOException {
    Path base =
        upstream.ftparchive(
            "ft",
            packages,
            Upstream.Signed.DETACHED,
            "APT::FTPArchive::Release::SHA256=false",
            "APT::FTPArchive::Release::SHA512=false");
    program.ok("mirror", "create", "-keyring=" + upstream.keyring(), "m", "file:" + base, "stable");
    assertThat(error("mirror", "update", "m"))
        .contains("no digest better than MD5 or SHA-1", "-accept-weak-digests");
    program.ok("mirror", "update", "-accept-weak-digests", "m");
    assertThat(mirrored()).hasSize(4);
  }

  @Test
  void filtersTakeDependenciesAlong() throws IOException {
    Path base = upstream.reprepro(packages);
    create("file:" + base, "-filter=app", "-architectures=amd64");
    program.ok("mirror", "update", "m");
    assertThat(mirrored()).containsExactly("app_1.0_amd64");
    program.ok("mirror", "edit", "-filter-with-deps", "m");
    assertThat(program.ok("mirror", "update", "m")).contains("Packages filtered: 3 -> 3.");
    assertThat(mirrored())
        .containsExactly("app_1.0_amd64", "data_3_all", "libup_1:2.0+dfsg-1_amd64");
    program.ok("mirror", "edit", "-filter=", "-architectures=i386", "m");
    program.ok("mirror", "update", "m");
    assertThat(mirrored()).containsExactly("data_3_all", "libup_1:2.0+dfsg-1_i386");
    assertThat(error("mirror", "edit", "-architectures=sparc", "m"))
        .contains("architecture sparc not available in repo [amd64, i386]");
    assertThat(error("mirror", "edit", "-filter=a (", "m")).contains("filter");
  }

  @Test
  void flatArchivesWithoutReleaseAreMirrored() throws IOException {
    Path root = home.resolve("flat");
    Path flat = Files.createDirectories(root.resolve("sub"));
    try (var debs = Files.list(packages)) {
      for (Path deb : debs.toList()) {
        Files.copy(deb, flat.resolve(deb.getFileName()));
      }
    }
    Files.write(
        flat.resolve("Packages"),
        upstream.tool("dpkg-scanpackages").in(root).run("-m", "sub").requireSuccess().stdout());
    try (var server = Nginx.serving(root, home.resolve("nginx"))) {
      assertThat(error("mirror", "create", "m", server.url(), "sub/", "main"))
          .contains("components aren't supported for flat repos");
      assertThat(
              error(
                  "mirror", "create", "-keyring=" + upstream.keyring(), "m", server.url(), "sub/"))
          .contains("no Release file");
      assertThat(program.ok("mirror", "create", "-ignore-signatures", "m", server.url(), "sub/"))
          .contains("[!] the archive has no Release file");
      assertThat(program.ok("mirror", "update", "-ignore-signatures", "m"))
          .containsPattern("Download queue: 4 items \\([0-9.]+ KiB\\)\n")
          .contains("\nDownloading: " + server.url() + "/sub/");
      assertThat(mirrored()).hasSize(4);
      assertThat(program.ok("mirror", "list")).contains(" * [m]: " + server.url() + "/ ./sub/");
      assertThat(
              error(
                  "mirror", "create", "-with-udebs", "-ignore-signatures", "n", server.url(), "./"))
          .contains("flat mirrors don't support udebs");
    }
  }

  @Test
  void aPackageThatIsMissingOrBrokenIsToldAtTheEndAndSkippedOnRequest() throws IOException {
    Path base = upstream.ftparchive("ft", packages, Upstream.Signed.INLINE);
    Path pool = base.resolve("pool/main");
    Files.writeString(pool.resolve("data_3_all.deb"), "not what the index says");
    Files.delete(pool.resolve("app_1.0_amd64.deb"));
    program.ok("mirror", "create", "-keyring=" + upstream.keyring(), "m", "file:" + base, "stable");
    assertThat(error("mirror", "update", "m"))
        .contains("2 files could not be downloaded", "data_3_all.deb", "app_1.0_amd64.deb")
        .contains("-skip-missing");
    assertThat(program.ok("mirror", "show", "m")).contains("Last update: never");
    assertThat(program.ok("mirror", "update", "-skip-missing", "m")).contains("[!] ");
    assertThat(mirrored()).hasSize(2);
    Files.copy(packages.resolve("app_1.0_amd64.deb"), pool.resolve("app_1.0_amd64.deb"));
    program.ok("mirror", "update", "-ignore-checksums", "m");
    assertThat(mirrored()).as("what was left out is tried again").hasSize(4);
  }

  @Test
  void certificatesAndPasswordsAreShown() throws IOException {
    Path base = upstream.reprepro(packages);
    Path tls = Files.createDirectories(home.resolve("tls"));
    certificates(tls);
    try (var server = Nginx.servingWithCertificates(base, tls)) {
      assertThat(
              error(
                  "mirror",
                  "create",
                  "-keyring=" + upstream.keyring(),
                  "m",
                  server.url(),
                  "trixie"))
          .contains("no trusted connection");
      program.configure("\"downloadCaFile\": \"%s/ca.pem\"".formatted(tls));
      assertThat(
              error(
                  "mirror",
                  "create",
                  "-keyring=" + upstream.keyring(),
                  "m",
                  server.url(),
                  "trixie"))
          .contains("400");
      program.configure(
          "\"downloadCaFile\": \"%1$s/ca.pem\", \"downloadClientCertificate\": \"%1$s/client.pem\", \"downloadClientKey\": \"%1$s/client.key\""
              .formatted(tls));
      create(server.url());
      program.ok("mirror", "update", "m");
      assertThat(mirrored()).hasSize(4);
      program.ok("mirror", "drop", "m");
    }
    program.configure("");
    try (var server = Nginx.servingWithPassword(base, home.resolve("nginx"))) {
      assertThat(
              error(
                  "mirror",
                  "create",
                  "-keyring=" + upstream.keyring(),
                  "m",
                  server.url(),
                  "trixie"))
          .contains("401", "auth.conf");
      assertThat(
              error(
                  "mirror", "create", "m", server.url().replace("//", "//anna:secret@"), "trixie"))
          .contains("holds a password, which would be kept in clear")
          .doesNotContain("secret");
      Files.writeString(
          home.resolve("root/auth.conf"), "machine http://localhost login anna password secret\n");
      create(server.url());
      program.ok("mirror", "update", "m");
      assertThat(mirrored()).hasSize(4);
    }
  }

  private void certificates(Path directory) {
    var openssl = upstream.tool("openssl").in(directory);
    openssl
        .run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=ca",
            "-days",
            "2")
        .requireSuccess();
    for (String name : List.of("server", "client")) {
      openssl
          .run(
              "req",
              "-newkey",
              "rsa:2048",
              "-nodes",
              "-keyout",
              name + ".key",
              "-out",
              name + ".csr",
              "-subj",
              "/CN=localhost",
              "-addext",
              "subjectAltName=DNS:localhost")
          .requireSuccess();
      openssl
          .run(
              "x509",
              "-req",
              "-in",
              name + ".csr",
              "-CA",
              "ca.pem",
              "-CAkey",
              "ca.key",
              "-CAcreateserial",
              "-out",
              name + ".pem",
              "-days",
              "2",
              "-copy_extensions",
              "copy")
          .requireSuccess();
    }
  }

  @Test
  void anotherPlaceIsAskedWhenOneFails() throws IOException {
    Path base = upstream.reprepro(packages);
    Path broken = Files.createDirectories(home.resolve("broken"));
    try (var good = Nginx.serving(base, home.resolve("nginx"));
        var bad = Nginx.serving(broken, home.resolve("nginx2"))) {
      create(bad.url(), "-fallback-url=" + good.url(), "-max-tries=1");
      program.ok("mirror", "update", "m");
      assertThat(mirrored()).hasSize(4);
      assertThat(program.ok("mirror", "show", "m")).contains("Fallback URLs: " + good.url());
    }
  }

  @Test
  void aPackageIsImportedIntoARepository() throws IOException {
    create("file:" + upstream.reprepro(packages));
    program.ok("repo", "create", "mine");
    assertThat(error("repo", "import", "m", "mine", "app")).contains("mirror not updated");
    program.ok("mirror", "update", "m");
    assertThat(
            program.ok("repo", "import", "-architectures=amd64", "-with-deps", "m", "mine", "app"))
        .contains("[o] app_1.0_amd64 imported", "[o] data_3_all imported");
    assertThat(program.ok("repo", "search", "mine").lines()).hasSize(3);
  }
}
