package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be chosen when publishing, by the command line and the configuration, looked at from
/// outside.
class PublishOptionsTest {
  @TempDir Path home;

  private Path packages() throws IOException {
    Path folder = Files.createDirectories(home.resolve("packages"));
    DebBuilder.of("app", "1.0", "amd64").file("./usr/bin/app", "x").writeTo(folder);
    DebBuilder.of("boot", "1.0", "amd64").suffix(".udeb").file("./boot", "x").writeTo(folder);
    DscBuilder.withDiff("tool", "3.1-2").build().writeTo(folder);
    return folder;
  }

  private Program filled(String settings) throws IOException {
    var program = new Program(home, settings);
    program.ok("repo", "create", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", packages().toString());
    return program;
  }

  /// They stand beside each other, each with directories of such names below.
  @Test
  void componentsMayBeNamedLikeDirectoriesOfIndices() throws IOException {
    Program program = filled("");
    program.ok(
        "publish",
        "repo",
        "-skip-signing",
        "-component=binary-amd64,debian-installer,i18n,main,source",
        "mine",
        "mine",
        "mine",
        "mine",
        "mine");
    assertThat(program.published().resolve("dists/stable/binary-amd64/binary-amd64/Packages"))
        .content()
        .contains("Filename: pool/binary-amd64/a/app/app_1.0_amd64.deb");
    assertThat(program.ok("db", "verify")).contains("Nothing is wrong.");
    for (String distribution : List.of("stable/main", "stable/main/binary-amd64")) {
      var inside =
          program.run("publish", "repo", "-skip-signing", "-distribution=" + distribution, "mine");
      assertThat(inside.exitCode()).isEqualTo(1);
      assertThat(inside.err()).contains("would lie among those of ./stable");
    }
  }

  @Test
  void twoPublicationsOfOneSnapshotAtOneSourceDateAreEqualByteForByte() throws Exception {
    Program program = filled("");
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    program.ok("snapshot", "create", "s", "from", "repo", "mine");
    String epoch = Long.toString(Clock.systemUTC().instant().getEpochSecond());
    Program dated = program.with("SOURCE_DATE_EPOCH", epoch);
    dated.ok("publish", "snapshot", "-valid-for=7d", "-origin=o", "-label=l", "s", "a");
    Tool.of("sleep").run("1.1"); // another second for whatever reads the clock after all
    dated.ok("publish", "snapshot", "-valid-for=7d", "-origin=o", "-label=l", "s", "b");
    SortedMap<String, String> first = files(program.published().resolve("a"));
    assertThat(first).containsKeys("dists/stable/InRelease", "dists/stable/Release.gpg");
    assertThat(files(program.published().resolve("b"))).isEqualTo(first);
    assertThat(program.published().resolve("a/dists/stable/Release"))
        .content()
        .contains("\nDate: ", "\nValid-Until: ");
    program.ok("publish", "snapshot", "-valid-for=7d", "-origin=o", "-label=l", "s", "c");
    assertThat(files(program.published().resolve("c"))).isNotEqualTo(first);
  }

  @Test
  void eachEndpointPutsPackageFilesThereByItsOwnMethod() throws IOException {
    String endpoint = "\"%s\": {\"rootDir\": \"%s\", \"linkMethod\": \"%s\"%s}";
    Program program =
        filled(
            "\"FileSystemPublishEndpoints\": {%s, %s, %s, %s}"
                .formatted(
                    endpoint.formatted("hard", home.resolve("hard"), "hardlink", ""),
                    endpoint.formatted("soft", home.resolve("soft"), "symlink", ""),
                    endpoint.formatted("copy", home.resolve("copy"), "copy", ""),
                    endpoint.formatted(
                        "size", home.resolve("size"), "copy", ", \"verifyMethod\": \"size\"")));
    Path pooled = only(home.resolve("root/pool"));
    for (String name : List.of("hard", "soft", "copy", "size")) {
      program.ok("publish", "repo", "-skip-signing", "mine", "filesystem:" + name + ":deb/x");
      Path published = only(home.resolve(name + "/deb/x/pool"));
      assertThat(published).hasSameBinaryContentAs(pooled);
      assertThat(Files.isSymbolicLink(published)).as(name).isEqualTo(name.equals("soft"));
      assertThat(inode(published).equals(inode(pooled))).as(name).isEqualTo(name.equals("hard"));
    }
    assertThat(program.published().resolve("dists")).doesNotExist();
    assertThat(program.ok("publish", "list", "-raw"))
        .isEqualTo(
            """
            filesystem:copy:deb/x stable
            filesystem:hard:deb/x stable
            filesystem:size:deb/x stable
            filesystem:soft:deb/x stable
            """);
    program.ok("repo", "add", "mine", another().toString());
    for (String name : List.of("hard", "soft", "copy", "size")) {
      program.ok("publish", "update", "-skip-signing", "stable", "filesystem:" + name + ":deb/x");
      program.ok("publish", "drop", "stable", "filesystem:" + name + ":deb/x");
      assertThat(home.resolve(name + "/deb/x/dists")).doesNotExist();
      assertThat(home.resolve(name + "/deb/x/pool")).doesNotExist();
    }
    assertThat(pooled).exists();
  }

  private Path another() {
    return DebBuilder.of("later", "1.0", "amd64").file("./x", "x").writeTo(home.resolve("later"));
  }

  @Test
  void distributionsKeepTheirFilesApartWhenAskedAndSkeletonsArePublished() throws IOException {
    Program program = filled("");
    Path skeleton =
        Files.createDirectories(home.resolve("root/skel/dists/stable/main/i18n"))
            .resolve("Translation-en");
    Files.writeString(skeleton, "Package: app\n");
    program.ok("publish", "repo", "-skip-signing", "-multi-dist", "mine");
    program.ok("publish", "repo", "-skip-signing", "-multi-dist", "-distribution=next", "mine");
    Path published = program.published();
    for (String distribution : List.of("stable", "next")) {
      assertThat(published.resolve("pool/" + distribution + "/main/a/app/app_1.0_amd64.deb"))
          .exists();
      assertThat(published.resolve("pool/" + distribution + "/main/b/boot/boot_1.0_amd64.udeb"))
          .exists();
      assertThat(published.resolve("pool/" + distribution + "/main/t/tool/tool_3.1-2.dsc"))
          .exists();
      Path main = published.resolve("dists/" + distribution + "/main");
      assertThat(main.resolve("binary-amd64/Packages"))
          .content()
          .contains("Package: app")
          .doesNotContain("Package: boot");
      assertThat(main.resolve("debian-installer/binary-amd64/Packages"))
          .content()
          .contains("Package: boot")
          .doesNotContain("Package: app");
      assertThat(main.resolve("source/Sources")).content().contains("Package: tool");
    }
    PublishedTree.check(published);
    assertThat(published.resolve("dists/stable/main/i18n/Translation-en")).exists();
    assertThat(published.resolve("dists/stable/Release"))
        .content()
        .contains(" main/i18n/Translation-en\n");
    program.ok("publish", "drop", "next");
    assertThat(published.resolve("pool/next")).doesNotExist();
    assertThat(published.resolve("pool/stable/main/a/app/app_1.0_amd64.deb")).exists();
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".deb")).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private static SortedMap<String, String> files(Path directory) throws IOException {
    var digests = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(
            directory.relativize(file).toString(), ChecksumCalculator.of(file).sha256().hex());
      }
    }
    return digests;
  }
}
