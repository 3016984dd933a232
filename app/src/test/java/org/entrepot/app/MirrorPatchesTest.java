package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indices made from patches that `diff --ed` made.
@SuppressWarnings("NullAway.Init") // set before each test
class MirrorPatchesTest {
  private static final String PATTERN = "APT::FTPArchive::Release::Patterns::=Index";

  @TempDir Path home;
  private Program program;
  private Upstream upstream;
  private Path packages;
  private Path dist;
  private int states;

  @BeforeEach
  void begin() throws IOException {
    program = new Program(home);
    upstream = new Upstream(home.resolve("up"));
    packages = upstream.packages();
    for (int i = 0; i < 60; i++) {
      upstream.deb(packages, "filler" + i, "1", 10);
    }
    dist = upstream.ftparchive("a", packages, Upstream.Signed.INLINE).resolve("dists/stable");
  }

  @AfterEach
  void end() {
    upstream.stop();
  }

  private Path index() {
    return dist.resolve("main/binary-amd64/Packages");
  }

  /// One more package, and the patch that leads there.
  private void next() throws IOException {
    Path old = Files.copy(index(), home.resolve("Packages." + states));
    upstream.deb(packages, "more" + states, "1", 10);
    upstream.ftparchive("a", packages, Upstream.Signed.NOT);
    Path folder = Files.createDirectories(dist.resolve("main/binary-amd64/Packages.diff"));
    Path patch =
        Files.write(
            folder.resolve("T-" + states), Tool.of("diff").run("--ed", old, index()).stdout());
    Tool.of("gzip").run("-kn9", patch).requireSuccess();
    states++;
    release(folder);
  }

  private void release(Path folder) throws IOException {
    var history = new StringBuilder();
    var patches = new StringBuilder();
    var downloads = new StringBuilder();
    for (int i = 0; i < states; i++) {
      String name = "T-" + i;
      history.append(line(ChecksumCalculator.of(home.resolve("Packages." + i)), name));
      patches.append(line(ChecksumCalculator.of(folder.resolve(name)), name));
      downloads.append(line(ChecksumCalculator.of(folder.resolve(name + ".gz")), name + ".gz"));
    }
    Checksums now = ChecksumCalculator.of(index());
    Files.writeString(
        folder.resolve("Index"),
        "SHA256-Current: %s %d\nSHA256-History:\n%sSHA256-Patches:\n%sSHA256-Download:\n%s"
            .formatted(now.sha256().hex(), now.sizeBytes(), history, patches, downloads));
    sign();
  }

  private void sign() throws IOException {
    upstream.release(dist, Upstream.Signed.INLINE, PATTERN);
    Files.setLastModifiedTime(
        dist.resolve("InRelease"), FileTime.from(Instant.now().plusSeconds(10L * states)));
  }

  private static String line(Checksums sums, String name) {
    return " %s %d %s\n".formatted(sums.sha256().hex(), sums.sizeBytes(), name);
  }

  private void create(Nginx server, String... more) {
    var words = new ArrayList<String>(List.of("mirror", "create"));
    words.addAll(List.of(more));
    words.addAll(List.of("-keyring=" + upstream.keyring(), "m", server.url(), "stable", "main"));
    program.ok(words.toArray(String[]::new));
    program.ok("mirror", "update", "m");
  }

  private static List<String> ofIndex(Nginx server) throws IOException {
    return server.requests().stream()
        .filter(it -> it.contains("binary-amd64/Packages"))
        .map(it -> it.replaceAll(".*/Packages", "Packages").replaceAll(" [0-9]+$", ""))
        .toList();
  }

  @Test
  void patchesAreTakenWhenTheySaveBytesAndOneAfterTheOther() throws IOException {
    try (var server = Nginx.serving(home.resolve("up/a"), home.resolve("nginx"))) {
      create(server, "-architectures=amd64");
      next();
      server.forget();
      assertThat(program.ok("mirror", "update", "m"))
          .contains("Patched: main/binary-amd64/Packages");
      assertThat(ofIndex(server))
          .containsExactly("Packages.diff/Index 200", "Packages.diff/T-0.gz 200");
      assertThat(program.ok("mirror", "search", "m", "more0")).contains("more0_1_amd64");

      next();
      next();
      server.forget();
      program.ok("mirror", "update", "m");
      assertThat(ofIndex(server))
          .containsExactly(
              "Packages.diff/Index 200", "Packages.diff/T-1.gz 200", "Packages.diff/T-2.gz 200");
      assertThat(program.ok("mirror", "search", "m", "more2")).contains("more2_1_amd64");

      server.forget();
      Upstream.replace(dist.resolve("InRelease"), "a", "a"); // another time, the same text
      program.ok("mirror", "edit", "-filter=more2", "m");
      program.ok("mirror", "update", "m");
      assertThat(ofIndex(server)).as("what patches made is here").isEmpty();
    }
  }

  @Test
  void whateverIsWrongWithPatchesTheWholeIndexComes() throws IOException {
    try (var server = Nginx.serving(home.resolve("up/a"), home.resolve("nginx"))) {
      create(server, "-architectures=amd64");
      Path folder = dist.resolve("main/binary-amd64/Packages.diff");
      next();
      Files.delete(folder.resolve("T-0.gz"));
      wholeIndexComes(server, "T-0.gz is not there");

      Tool.of("gzip").run("-kn9", folder.resolve("T-0")).requireSuccess();
      next();
      Files.writeString(folder.resolve("T-1.gz"), "no gzip");
      wholeIndexComes(server, "T-1.gz");

      next();
      Files.writeString(folder.resolve("T-2"), "1d\n");
      Tool.of("gzip").run("-kfn9", folder.resolve("T-2")).requireSuccess();
      release(folder);
      wholeIndexComes(server, "not what the Release file says");

      next();
      Files.writeString(folder.resolve("Index"), "SHA256-Current: nonsense\n");
      sign();
      wholeIndexComes(server, "SHA256-Current");
    }
  }

  private void wholeIndexComes(Nginx server, String reason) throws IOException {
    server.forget();
    assertThat(program.ok("mirror", "update", "m"))
        .contains("The patches for main/binary-amd64/Packages cannot be used")
        .contains(reason);
    assertThat(ofIndex(server)).contains("Packages.xz 200");
    assertThat(program.ok("mirror", "search", "m", "more" + (states - 1)))
        .contains("more" + (states - 1) + "_1_amd64");
  }

  @Test
  void anArchiveThatIsKeptAsItIsHasItsPatches() throws IOException {
    try (var server = Nginx.serving(home.resolve("up/a"), home.resolve("nginx"))) {
      next();
      create(server, "-as-is");
    }
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("publish", "snapshot", "s");
    assertThat(program.published().resolve("dists/stable/main/binary-amd64/Packages.diff/T-0.gz"))
        .hasSameBinaryContentAs(dist.resolve("main/binary-amd64/Packages.diff/T-0.gz"));
  }
}
