package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store on a small file system that is filled up, further for each try: every command either
/// succeeds or is one sentence and changes nothing; with room again all of them succeed.
class FullDiskTest {
  private static final int KIB = 1024;

  @TempDir Path directory;

  @Test
  void nothingChangesWhenTheDiskIsFullAndTheSameCommandsSucceedLater() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts file systems");
    Path home = Files.createDirectory(directory.resolve("small"));
    Path folder = directory.resolve("packages");
    byte[] noise = new byte[400 * KIB];
    new Random(20_261_126).nextBytes(noise);
    for (int i = 0; i < 3; i++) {
      DebBuilder.of("large" + i, "1.0", "amd64").file("./usr/large" + i, noise).writeTo(folder);
    }
    Tool.of("mount").text("-t", "tmpfs", "-o", "size=12m", "tmpfs", home);
    try {
      var program = new Program(home, "\"publishLinkMethod\": \"copy\"");
      program.ok("repo", "create", "-distribution=stable", "mine");
      program.ok("repo", "add", "mine", folder.resolve("large0_1.0_amd64.deb").toString());
      program.ok("publish", "repo", "-skip-signing", "mine");
      int refused = 0;
      for (int free : List.of(0, 4, 16, 64, 200, 500)) {
        refused += commands(program, folder, free);
      }
      assertThat(refused).isGreaterThan(12);
      program.ok("repo", "create", "after");
      program.ok("repo", "add", "mine", folder.toString());
      program.ok("snapshot", "create", "s", "from", "repo", "mine");
      program.ok("publish", "update", "-skip-signing", "stable");
      assertThat(PublishedTree.check(program.published()).get("./stable")).hasSize(3);
      program.ok("db", "cleanup");
      assertThat(program.ok("db", "cleanup"))
          .contains(
              "Deleting unreferenced packages (0)",
              "Deleting unreferenced files (0)",
              "Deleting stray published files (0)");
    } finally {
      Tool.of("umount").run("-l", home).requireSuccess();
    }
  }

  /// How many of some commands were refused with this much room.
  private static int commands(Program program, Path folder, int freeKib) throws IOException {
    int refused = 0;
    for (List<String> words :
        List.of(
            List.of("repo", "add", "mine", folder.toString()),
            List.of("publish", "update", "-skip-signing", "stable"),
            List.of("publish", "repo", "-skip-signing", "-distribution=next", "mine", "x"),
            List.of("key", "generate", "x"),
            List.of("snapshot", "create", "s" + freeKib, "from", "repo", "mine"))) {
      Files.deleteIfExists(program.home().resolve("filler"));
      StoreState before = StoreState.of(program);
      fill(program.home(), freeKib);
      Program.Result result = program.run(words.toArray(String[]::new));
      if (result.exitCode() == 0) {
        undo(program, words);
        continue;
      }
      refused++;
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
      assertThat(result.err().lines()).as(result.err()).hasSize(1);
      assertThat(result.err()).startsWith("ERROR: ").doesNotContain("Exception");
      assertThat(result.out()).doesNotContain("Exception");
      Files.delete(program.home().resolve("filler"));
      PublishedTree.check(program.published());
      program.ok("db", "cleanup");
      assertThat(StoreState.of(program).listed())
          .as("%s with %d KiB", words, freeKib)
          .isEqualTo(before.listed());
    }
    return refused;
  }

  private static void undo(Program program, List<String> words) throws IOException {
    Files.delete(program.home().resolve("filler"));
    switch (words.get(0) + " " + words.get(1)) {
      case "repo add" -> program.ok("repo", "remove", "mine", "large1 | large2");
      case "publish repo" -> program.ok("publish", "drop", "next", "x");
      case "key generate" -> program.ok("key", "delete", "x");
      default -> {
        // stays
      }
    }
    program.ok("db", "cleanup");
  }

  /// Leaves so much room and no more.
  private static void fill(Path home, int freeKib) throws IOException {
    Path filler = home.resolve("filler");
    Files.deleteIfExists(filler);
    long bytes = Files.getFileStore(home).getUsableSpace() - (long) freeKib * KIB;
    Files.write(filler, new byte[(int) Math.max(0, bytes)]);
  }
}
