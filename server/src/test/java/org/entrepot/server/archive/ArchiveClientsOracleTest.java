package org.entrepot.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clients: curl and apt.
final class ArchiveClientsOracleTest {
  @TempDir private Path directory;

  @Test
  void curlResumesADownload() throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.write(root.resolve("file.deb"), content);
    Path partial = directory.resolve("partial");
    Files.write(partial, Arrays.copyOf(content, 1_234_567));
    try (var archive = Archive.of(root)) {
      Tool.of("curl").text("-fsS", "-C", "-", "-o", partial, archive.server().uri() + "file.deb");
      assertThat(Files.readAllBytes(partial)).isEqualTo(content);

      var etag = directory.resolve("etag");
      Tool.of("curl")
          .text(
              "-fsS", "-o", "/dev/null", "--etag-save", etag, archive.server().uri() + "file.deb");
      assertThat(
              Tool.of("curl")
                  .text(
                      "-fsS",
                      "-o",
                      "/dev/null",
                      "--etag-compare",
                      etag,
                      "-w",
                      "%{http_code}",
                      archive.server().uri() + "file.deb"))
          .isEqualTo("304");
    }
  }

  @Test
  void aptReadsAnArchiveAndAsksAgainOnlyForWhatChanged() throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    flatArchive(root, "1.0");
    // apt takes a Release file with the Date of the one that it has for the same; a fast test makes
    // both in one second.
    Path release = root.resolve("Release");
    Files.writeString(
        release,
        Files.readString(release)
            .replaceFirst("(?m)^Date: .*$", "Date: Mon, 01 Jan 2024 00:00:00 +0000"));
    var options = ArchiveOptions.loopback(List.of(new Mount("/our+archive~1", root)));
    try (var archive = Archive.of(root, options, Clock.systemUTC())) {
      var apt = new PrivateApt(directory.resolve("apt"), archive.server().uri() + "our+archive~1/");

      assertThat(apt.update()).contains("Get:2 http");
      assertThat(apt.policy()).contains("1.0");
      assertThat(apt.download()).hasContent("a package, version 1.0");
      flatArchive(root, "2.0");
      apt.update();
      assertThat(apt.policy()).contains("2.0");
    }
  }

  @Test
  void aptGetsNoOldIndexAfterTheArchiveWentBack() throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    flatArchive(root, "2.0");
    try (var archive = Archive.of(root)) {
      var apt = new PrivateApt(directory.resolve("apt"), archive.server().uri().toString());
      apt.update();
      assertThat(apt.update()).contains("Hit:2 http");
      assertThat(apt.policy()).contains("2.0");

      flatArchive(root, "1.0");
      for (String name : List.of("Release", "Packages")) {
        Files.setLastModifiedTime(
            root.resolve(name), FileTime.from(Archive.WRITTEN.minusSeconds(9)));
      }
      apt.update();

      assertThat(apt.policy()).contains("1.0");
    }
  }

  private static void flatArchive(Path root, String version) throws IOException {
    Files.writeString(
        root.resolve("hello_" + version + "_all.deb"), "a package, version " + version);
    var packages =
        """
        Package: hello
        Version: %s
        Architecture: all
        Maintainer: Nobody <nobody@example.org>
        Filename: ./hello_%s_all.deb
        Size: %d
        SHA256: %s
        Description: a package

        """
            .formatted(
                version,
                version,
                Files.size(root.resolve("hello_" + version + "_all.deb")),
                Tool.of("sha256sum")
                    .text(root.resolve("hello_" + version + "_all.deb"))
                    .substring(0, 64));
    replace(root.resolve("Packages"), packages);
    replace(root.resolve("Release"), Tool.of("apt-ftparchive").in(root).text("release", "."));
  }

  /// As publishing does: by rename; the time is long ago.
  private static void replace(Path path, String text) throws IOException {
    Path next = Files.writeString(path.resolveSibling(".entrepot-next"), text);
    Files.setLastModifiedTime(next, FileTime.from(Archive.WRITTEN));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /// apt with directories of its own.
  private record PrivateApt(Path directory, String uri) {
    private PrivateApt {
      try {
        for (String name : List.of("state/lists/partial", "cache/archives/partial", "etc")) {
          Files.createDirectories(directory.resolve(name));
        }
        Files.writeString(directory.resolve("state/status"), "");
        Files.writeString(
            directory.resolve("etc/sources.list"), "deb [trusted=yes] %s ./\n".formatted(uri));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String update() {
      return run("apt-get", "update");
    }

    String policy() {
      return run("apt-cache", "policy", "hello")
          .lines()
          .filter(line -> line.contains("Candidate"))
          .findFirst()
          .orElse("");
    }

    Path download() throws IOException {
      run("apt-get", "download", "hello");
      try (var files = Files.newDirectoryStream(directory, "hello*.deb")) {
        return files.iterator().next();
      }
    }

    private String run(String program, String... arguments) {
      var all = new ArrayList<Object>();
      for (String option :
          List.of(
              "Dir::State=" + directory.resolve("state"),
              "Dir::State::status=" + directory.resolve("state/status"),
              "Dir::Cache=" + directory.resolve("cache"),
              // apt tells by size and whole seconds whether its own caches are up to date, which a
              // fast test outruns.
              "Dir::Cache::pkgcache=",
              "Dir::Cache::srcpkgcache=",
              "Dir::Etc=" + directory.resolve("etc"),
              "Dir::Etc::sourcelist=" + directory.resolve("etc/sources.list"),
              "Dir::Etc::sourceparts=/dev/null",
              "APT::Sandbox::User=root",
              "APT::Architecture=amd64",
              "APT::Update::Error-Mode=any",
              "Acquire::Languages=none",
              "Acquire::Retries=0")) {
        all.add("-o");
        all.add(option);
      }
      all.addAll(List.of(arguments));
      return Tool.of(program).in(directory).with("http_proxy", "").text(all.toArray());
    }
  }
}
