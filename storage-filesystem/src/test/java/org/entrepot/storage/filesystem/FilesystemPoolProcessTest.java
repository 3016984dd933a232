package org.entrepot.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Other processes that die, run out of space or are still busy.
final class FilesystemPoolProcessTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "create, 1",
    "write, 20",
    "sync, 1",
    "rename, 1",
    "rename, 25",
    "sync, 2",
    "delete, 1"
  })
  void aProcessThatIsKilledLeavesNoBrokenFileAndItsTemporariesAreSwept(String call, int number)
      throws Exception {
    Path root = directory.resolve("pool");
    var child = start(ChildJvm.command("halt", root.toString(), call, Integer.toString(number)));
    assertThat(child.waitFor()).isEqualTo(137);

    var pool = new FilesystemPool(root);
    int found = countWhole(pool, root);
    if (call.equals("rename")) {
      assertThat(found).isEqualTo(number - 1);
    }
    int left = ChildJvm.FILES - found;
    int swept = pool.sweep();
    if (call.equals("create")) {
      assertThat(swept).isZero();
    } else if (call.equals("rename") || call.equals("sync") || call.equals("delete")) {
      assertThat(swept).isEqualTo(left);
    }
    assertThat(root.resolve(".tmp")).isEmptyDirectory();
    try (var batch = pool.newBatch()) {
      for (int i = 0; i < ChildJvm.FILES; i++) {
        batch.add(ChildJvm.name(i), new ByteArrayInputStream(ChildJvm.content(i)));
      }
      assertThat(batch.commit()).hasSize(ChildJvm.FILES);
    }
    assertThat(countWhole(pool, root)).isEqualTo(ChildJvm.FILES);
  }

  private static int countWhole(PackagePool pool, Path root) throws IOException {
    List<String> broken = new ArrayList<>();
    int count = 0;
    try (var entries = pool.walk()) {
      for (var entry : entries.toList()) {
        count++;
        var actual = ChecksumCalculator.of(root.resolve(entry.path().text()));
        if (!entry.path().fits(actual.sha256())) {
          broken.add(entry.path().text());
        }
      }
    }
    assertThat(broken).isEmpty();
    return count;
  }

  @Test
  void aSweepLeavesTheFilesOfABusyProcessAlone() throws Exception {
    Path root = directory.resolve("pool");
    var child = start(ChildJvm.command("hold", root.toString()));
    try (var out = child.inputReader(StandardCharsets.UTF_8);
        var in = child.outputWriter(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(new FilesystemPool(root).sweep()).isZero();
      in.write("\n");
      in.flush();
      assertThat(out.readLine()).contains("Stored");
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly();
    }
    assertThat(countWhole(new FilesystemPool(root), root)).isEqualTo(1);
  }

  /// The child mounts a file system of 1 MB in a mount namespace of its own, which needs root or
  /// user namespaces.
  @Test
  void aFullDiskIsSaidClearlyAndWhatWasAddedBeforeCanBeCommitted() throws Exception {
    Path mount = Files.createDirectory(directory.resolve("small"));
    String script =
        "mount -t tmpfs -o size=1m tmpfs '" + mount + "' && exec \"$@\" || echo 'cannot mount'";
    List<Object> command = new ArrayList<>(List.of("--mount"));
    if (!isRoot()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--", "sh", "-c", script, "sh"));
    command.addAll(ChildJvm.command("fill", mount.resolve("pool").toString()));

    var outcome = Tool.of("unshare").run(command.toArray());

    assertThat(outcome.stdoutText() + outcome.stderr())
        .as("this test has to mount a tmpfs: run it as root or allow user namespaces")
        .contains("NO_SPACE: Could not add package")
        .contains("no space is left on the disk of " + mount.resolve("pool"))
        .containsPattern("committed (\\d+) of \\1\n")
        .contains("temporaries 0");
  }

  private static boolean isRoot() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }

  @Test
  void aNameThatTheLocaleCannotSpellIsRefusedWithAdvice() {
    var outcome =
        Tool.of(ChildJvm.command().getFirst())
            .run(
                ChildJvm.command("name", directory.resolve("pool").toString())
                    .subList(1, ChildJvm.command("name", "").size())
                    .toArray());
    assertThat(outcome.stdoutText()).startsWith("BAD_PATH: ").contains("LC_ALL=C.UTF-8");
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
