package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes along with packages from an archive to its mirror, snapshots and publications, read by
/// the real apt at the end.
@SuppressWarnings("NullAway.Init") // set before each test
class MirrorAlongTest {
  private static final String BY_HASH = "APT::FTPArchive::Release::Acquire-By-Hash=yes";
  private static final String LANGUAGES = "Acquire::Languages=de,en";

  @TempDir Path home;
  private Program program;
  private Upstream upstream;
  private Path packages;
  private Path base;
  private Path dist;

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

  @AfterEach
  void theStoreIsSound() {
    assertThat(program.ok("db", "verify")).endsWith("Nothing is wrong.\n");
  }

  /// An archive with translations, metadata of programs, sources and installer images.
  private void archive(Upstream.Signed signed) throws IOException {
    base = upstream.ftparchive("rich", packages, Upstream.Signed.NOT);
    dist = base.resolve("dists/stable");
    for (String language : List.of("en", "de", "pt_BR")) {
      Path translation = file("main/i18n/Translation-" + language, translation(language));
      upstream.tool("xz").run("-kf", translation).requireSuccess();
      upstream.tool("bzip2").run("-kf", translation).requireSuccess();
      Files.delete(translation);
    }
    Path components = file("main/dep11/Components-amd64.yml", "---\nFile: DEP-11\n");
    upstream.tool("gzip").run("-kf", components).requireSuccess();
    file("main/dep11/icons-64x64.tar.gz", "no real icons");
    DscBuilder.nativePackage("app", "1.0")
        .build()
        .writeTo(Files.createDirectories(base.resolve("pool/main")));
    Path sources = file("main/source/Sources", "");
    Files.write(
        sources,
        upstream
            .tool("apt-ftparchive")
            .in(base)
            .run("sources", "pool/main")
            .requireSuccess()
            .stdout());
    upstream.tool("xz").run("-kf", sources).requireSuccess();
    Path images = dist.resolve("main/installer-amd64/current/images");
    file("main/installer-amd64/current/images/netboot/linux", "kernel");
    file("main/installer-amd64/current/images/netboot/gtk/initrd.gz", "ram disk");
    file("main/installer-amd64/current/images/SHA256SUMS", sums(images));
    sign(signed);
  }

  private void sign(Upstream.Signed signed) throws IOException {
    upstream.release(
        dist,
        signed,
        BY_HASH,
        "APT::FTPArchive::Release::Patterns::=SHA256SUMS",
        "APT::FTPArchive::Release::Patterns::=extra");
  }

  private static String translation(String language) {
    return "Package: app\nDescription-md5: 00000000000000000000000000000000\nDescription-%s: in %s\n\n"
        .formatted(language, language);
  }

  private static String sums(Path images) throws IOException {
    var text = new StringBuilder();
    for (String name : List.of("./netboot/gtk/initrd.gz", "./netboot/linux")) {
      text.append(ChecksumCalculator.of(images.resolve(name)).sha256().hex())
          .append("  ")
          .append(name)
          .append('\n');
    }
    return text.toString();
  }

  private Path file(String path, String text) throws IOException {
    Path file = dist.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void create(String... more) {
    var words = new ArrayList<String>(List.of("mirror", "create"));
    words.add("-keyring=" + upstream.keyring());
    words.addAll(List.of(more));
    words.addAll(List.of("m", "file:" + base, "stable"));
    program.ok(words.toArray(String[]::new));
  }

  private String error(String... words) {
    Program.Result result = program.run(words);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").doesNotContain("\tat ", "Exception");
    return result.err();
  }

  private Path published(String path) {
    return program.published().resolve("dists/stable").resolve(path);
  }

  private AptClient apt(String name, Path keyring) throws IOException {
    return new AptClient(
        home.resolve(name), URI.create("file:" + program.published()), keyring, "stable");
  }

  @Test
  void translationsAndProgramsGoAlongToAPublicationThatAptReads() throws IOException {
    archive(Upstream.Signed.INLINE);
    create("-with-appstream", "-translations=de,en", "-with-sources");
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    assertThat(program.ok("snapshot", "show", "-json", "s"))
        .contains("\"AppStreamFiles\": {", "\"main/dep11/Components-amd64.yml.gz\": \"");
    program.ok("snapshot", "filter", "s", "f", "app");
    program.ok("mirror", "drop", "-force", "m");
    program.ok("db", "cleanup");
    program.ok("publish", "snapshot", "-skip-signing", "-distribution=stable", "f");

    assertThat(Files.readAllBytes(published("main/i18n/Translation-de.xz")))
        .isEqualTo(Files.readAllBytes(dist.resolve("main/i18n/Translation-de.xz")));
    assertThat(published("main/i18n/Translation-pt_BR.xz")).doesNotExist();
    assertThat(published("main/i18n/Translation-de.bz2")).doesNotExist();
    assertThat(published("main/dep11/icons-64x64.tar.gz")).hasContent("no real icons");
    String release = Files.readString(published("Release"));
    assertThat(release)
        .containsPattern(" main/i18n/Translation-de\n")
        .containsPattern(" main/i18n/Translation-en.xz\n")
        .containsPattern(" main/dep11/Components-amd64.yml.gz\n")
        .doesNotContain("pt_BR");
    AptClient apt = apt("client", upstream.keyring());
    apt.get("update", "-o", LANGUAGES, "-o", "Acquire::AllowInsecureRepositories=true");
    assertThat(apt.lists()).anyMatch(it -> it.contains("i18n_Translation-de"));
    assertThat(
            apt.get(
                "indextargets",
                "-o",
                LANGUAGES,
                "--format",
                "$(FILENAME)",
                "Created-By: Translations"))
        .contains("Translation-de");

    program.ok("publish", "update", "-skip-signing", "stable");
    assertThat(published("main/i18n/Translation-de.xz")).exists();
    program.ok("db", "cleanup");
    assertThat(published("main/dep11/Components-amd64.yml.gz")).exists();
    program.ok("publish", "drop", "stable");
    assertThat(program.published().resolve("dists")).doesNotExist();
  }

  @Test
  void withoutTranslationsTheyAreNotFetchedAndTheUsualOnesAreEnglish() throws IOException {
    archive(Upstream.Signed.INLINE);
    try (var server = Nginx.serving(base, home.resolve("nginx"))) {
      program.ok("mirror", "create", "-keyring=" + upstream.keyring(), "m", server.url(), "stable");
      program.ok("mirror", "update", "m");
      assertThat(server.requests().stream().filter(it -> it.contains("i18n")).toList())
          .as("by hash first, which this archive does not have")
          .allMatch(it -> it.contains("by-hash") || it.contains("Translation-en.xz"))
          .isNotEmpty();
      program.ok("mirror", "edit", "-translations=none", "m");
      server.forget();
      program.ok("mirror", "update", "m");
      assertThat(server.requests()).noneMatch(it -> it.contains("i18n"));
      program.ok("mirror", "edit", "-translations=all", "m");
      program.ok("mirror", "update", "m");
      server.forget();
      upstream.deb(packages, "more", "1", 100);
      upstream.ftparchive("rich", packages, Upstream.Signed.NOT);
      sign(Upstream.Signed.INLINE);
      Files.setLastModifiedTime( // or nginx takes it for the one of the same second and size
          dist.resolve("InRelease"), FileTime.from(Instant.now().plusSeconds(5)));
      program.ok("mirror", "update", "m");
      assertThat(server.requests())
          .as("what has not changed is not fetched again")
          .noneMatch(it -> it.contains("i18n"))
          .anyMatch(it -> it.contains("more_1"));
    }
    assertThat(error("mirror", "edit", "-translations=../x", "m")).contains("is no language");
    assertThat(program.ok("mirror", "show", "m")).contains("Translations: all");
  }

  @Test
  void installerImagesArePublishedWithTheirSums() throws IOException {
    archive(Upstream.Signed.INLINE);
    create("-with-installer");
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "-skip-signing", "s");
    String images = "main/installer-amd64/current/images/";
    for (String name : List.of("netboot/linux", "netboot/gtk/initrd.gz", "SHA256SUMS")) {
      assertThat(Files.readAllBytes(published(images + name)))
          .isEqualTo(Files.readAllBytes(dist.resolve(images + name)));
    }
    assertThat(published(images + "SHA256SUMS.gpg")).doesNotExist();
    assertThat(Files.readString(published("Release")))
        .contains(images + "SHA256SUMS\n")
        .doesNotContain("initrd");
    Tool.of("sha256sum").in(published(images)).run("-c", "SHA256SUMS").requireSuccess();
    assertThat(program.ok("publish", "show", "stable")).contains("amd64", "i386");
    assertThat(program.published().resolve("pool/main/i")).doesNotExist();

    file(images + "netboot/linux", "another kernel");
    file(images + "SHA256SUMS", sums(dist.resolve(images)));
    sign(Upstream.Signed.INLINE);
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s2", "from", "mirror", "m");
    program.ok("publish", "switch", "-skip-signing", "stable", "s2");
    assertThat(published(images + "netboot/linux")).hasContent("another kernel");
    Tool.of("sha256sum").in(published(images)).run("-c", "SHA256SUMS").requireSuccess();
    program.ok("db", "cleanup");
    assertThat(published(images + "netboot/gtk/initrd.gz")).hasContent("ram disk");
  }

  @Test
  void sumsThatNothingVouchesForAreRefused() throws IOException {
    archive(Upstream.Signed.NOT);
    Path images = dist.resolve("main/installer-amd64/current/images");
    Path sums = images.resolve("SHA256SUMS");
    Path aside = Files.move(sums, home.resolve("sums"));
    sign(Upstream.Signed.INLINE); // which does not list the sums
    Files.move(aside, sums);
    create("-with-installer");
    assertThat(error("mirror", "update", "m"))
        .contains("nothing vouches for main/installer-amd64/current/images/SHA256SUMS");
    upstream.gpg("--batch", "--yes", "-o", sums + ".gpg", "-b", "--armor", sums);
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "-skip-signing", "s");
    Path published = published("main/installer-amd64/current/images");
    upstream
        .tool("gpg")
        .run("--verify", published.resolve("SHA256SUMS.gpg"), published.resolve("SHA256SUMS"))
        .requireSuccess();

    Files.writeString(sums, Files.readString(sums) + "\n");
    upstream.release(dist, Upstream.Signed.INLINE, "APT::FTPArchive::Release::Label=New");
    assertThat(error("mirror", "update", "m")).contains("SHA256SUMS");
  }

  @Test
  void anArchiveIsPublishedByteForByteAsItsOwnerSignedIt() throws IOException {
    archive(Upstream.Signed.INLINE);
    Files.createDirectories(dist.resolve("main/binary-amd64/by-hash/SHA256"));
    for (String form : List.of("Packages", "Packages.xz", "Packages.gz")) {
      Path index = dist.resolve("main/binary-amd64").resolve(form);
      Files.copy(
          index,
          dist.resolve("main/binary-amd64/by-hash/SHA256")
              .resolve(ChecksumCalculator.of(index).sha256().hex()));
    }
    create("-as-is", "-with-installer");
    assertThat(program.ok("mirror", "show", "m")).contains("Download As Is: yes");
    program.ok("mirror", "update", "m");
    assertThat(program.ok("mirror", "update", "m")).contains("nothing has changed");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    assertThat(error("publish", "snapshot", "-origin=Me", "s")).contains("as its owner signed it");
    assertThat(program.ok("publish", "snapshot", "s"))
        .contains("with its components and its owner's key")
        .doesNotContain("your public key");
    assertThat(tree(program.published().resolve("dists")))
        .containsExactlyEntriesOf(tree(base.resolve("dists")));
    assertThat(tree(program.published().resolve("pool")))
        .containsExactlyEntriesOf(tree(base.resolve("pool")));

    try (var server = Nginx.serving(program.published(), home.resolve("nginx"))) {
      AptClient apt =
          new AptClient(
              home.resolve("client"), URI.create(server.url()), upstream.keyring(), "stable");
      apt.get("update", "-o", LANGUAGES, "-o", "APT::Update::Error-Mode=any");
      assertThat(apt.install("app"))
          .containsExactly("app_1.0_amd64.deb", "data_3_all.deb", "libup_1%3a2.0+dfsg-1_amd64.deb");
      apt.get("source", "--download-only", "app");
      itIsSwitchedAndStaysApart(apt);
    }
  }

  private void itIsSwitchedAndStaysApart(AptClient apt) throws IOException {
    var repository = program.run("repo", "create", "-distribution=mine", "r");
    assertThat(repository.exitCode()).isZero();
    program.ok("repo", "add", "r", packages.toString());
    assertThat(error("publish", "repo", "-skip-signing", "r"))
        .contains("shares its prefix only with others of this sort");
    program.ok("publish", "repo", "-skip-signing", "r", "other");

    // apt asks whether InRelease is newer in whole seconds: two within one are the same to it.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1100));
    upstream.deb(packages, "more", "1", 100);
    upstream.ftparchive("rich", packages, Upstream.Signed.NOT);
    sign(Upstream.Signed.INLINE);
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s2", "from", "mirror", "m");
    program.ok("publish", "switch", "stable", "s2");
    apt.update();
    assertThat(apt.install("more")).containsExactly("more_1_amd64.deb");
    assertThat(published("InRelease")).hasSameBinaryContentAs(dist.resolve("InRelease"));

    program.ok("snapshot", "merge", "plain", "s2");
    assertThat(error("publish", "switch", "-skip-signing", "stable", "plain"))
        .contains("cannot become one of packages");
    program.ok("publish", "snapshot", "-skip-signing", "-distribution=plain", "plain", "third");
    program.ok("db", "cleanup");
    assertThat(published("InRelease")).hasSameBinaryContentAs(dist.resolve("InRelease"));
    apt.update();
    program.ok("publish", "drop", "stable");
    assertThat(program.published().resolve("pool")).doesNotExist();
    assertThat(program.published().resolve("dists")).doesNotExist();
  }

  @Test
  void aDetachedSignatureStaysAndByHashComesOnlyWithTheArchives() throws IOException {
    base = upstream.ftparchive("plain", packages, Upstream.Signed.DETACHED);
    dist = base.resolve("dists/stable");
    create("-as-is");
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "s");
    assertThat(tree(program.published())).containsExactlyEntriesOf(tree(base));
    apt("client", upstream.keyring()).update();
  }

  @Test
  void anArchiveThatIsKeptAsItIsCannotBeFilteredAndMustBeOfOneInstant() throws IOException {
    archive(Upstream.Signed.NOT);
    sign(Upstream.Signed.DETACHED);
    assertThat(
            error(
                "mirror",
                "create",
                "-as-is",
                "-filter=app",
                "-keyring=" + upstream.keyring(),
                "m",
                "file:" + base,
                "stable"))
        .contains("cannot be filtered");
    assertThat(error("mirror", "create", "-as-is", "-ignore-signatures", "m", "file:" + base, "./"))
        .contains("flat archive");
    create("-as-is", "-architectures=amd64");
    program.ok("mirror", "update", "m");
    assertThat(error("mirror", "update", "-latest", "m")).contains("-latest");
    assertThat(error("mirror", "edit", "-filter=app", "m")).contains("cannot be filtered");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "s");
    assertThat(published("main/binary-amd64/Packages")).exists();
    assertThat(published("main/binary-i386/Packages")).doesNotExist();
    apt("client", upstream.keyring()).update();

    Path release = dist.resolve("Release");
    byte[] old = Files.readAllBytes(release);
    file("main/extra", "more");
    sign(Upstream.Signed.INLINE);
    Files.write(release, old);
    assertThat(error("mirror", "update", "m")).contains("of two instants");
    assertThat(published("Release")).hasBinaryContent(old);
  }

  /// Every file with its digest.
  private static Map<String, String> tree(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/by-hash/")) {
          files.put(
              root.relativize(file).toString(),
              HexFormat.of().formatHex(ChecksumCalculator.of(file).sha256().bytes()));
        }
      }
    }
    return files;
  }
}
