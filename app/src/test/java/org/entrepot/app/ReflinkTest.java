package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Publishing with `reflink` on file systems that can share blocks, mounted from image files for
/// the time of a test. Needs root and loop devices.
@Tag("slow")
class ReflinkTest {
  private static final long IMAGE_BYTES = 400L << 20; // mkfs.xfs refuses less than 300 MB

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"mkfs.xfs", "mkfs.btrfs"})
  void publishedFilesShareTheBlocksOfThePoolButNotItsInodes(String mkfs) throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts file systems");
    Path image = directory.resolve("image");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(IMAGE_BYTES); // sparse
    }
    Tool.of(mkfs).text("-q", image);
    Path home = Files.createDirectory(directory.resolve("mounted"));
    Tool.of("mount").text("-o", "loop", image, home);
    try {
      for (String method : List.of("reflink", "copy")) {
        publish(home, method);
        Path published = only(home.resolve("root/public/" + method + "/pool"));
        Path pooled = only(home.resolve("root/pool"));
        assertThat(published).hasSameBinaryContentAs(pooled);
        assertThat(Files.isSameFile(published, pooled)).as(method).isFalse();
        assertThat(extents(published).stream().allMatch(line -> line.contains("shared")))
            .as("%s: %s", method, extents(published))
            .isEqualTo(method.equals("reflink"));
      }
      // a change of one does not reach the other
      Files.writeString(only(home.resolve("root/public/reflink/pool")), "changed");
      assertThat(only(home.resolve("root/pool")))
          .hasSameBinaryContentAs(only(home.resolve("packages")));
    } finally {
      Tool.of("umount").run(home).requireSuccess();
    }
  }

  private static void publish(Path home, String method) throws IOException {
    var program = new Program(home, "\"publishLinkMethod\": \"%s\"".formatted(method));
    if (!Files.exists(home.resolve("packages"))) {
      DebBuilder.of("large", "1.0", "amd64")
          .file("./usr/share/large", noise())
          .writeTo(home.resolve("packages"));
      program.ok("repo", "create", "mine");
      program.ok("repo", "add", "mine", home.resolve("packages").toString());
    }
    program.ok("publish", "repo", "-skip-signing", "-distribution=stable", "mine", method);
  }

  private static byte[] noise() {
    byte[] noise = new byte[1 << 20];
    new Random(20_261_125).nextBytes(noise);
    return noise;
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".deb")).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  /// The lines of `filefrag -v` that tell of extents, written out before.
  private static List<String> extents(Path file) {
    List<String> extents =
        Tool.of("filefrag")
            .text("-sv", file)
            .lines()
            .filter(line -> line.matches(" *[0-9]+: .*"))
            .toList();
    assertThat(extents).isNotEmpty();
    return extents;
  }
}
