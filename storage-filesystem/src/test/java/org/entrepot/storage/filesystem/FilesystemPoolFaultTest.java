package org.entrepot.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.filesystem.FailingCalls.Afterwards;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolCondition;
import org.entrepot.storage.pool.PoolFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Makes every single call to the disk fail in turn.
final class FilesystemPoolFaultTest {
  private static final byte[] BIG = new byte[300_000];
  private static final byte[] LINKED = "linked".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Afterwards.class)
  void whereverTheDiskFailsNoBrokenFileHasAFinalNameAndASecondRunCompletes(Afterwards afterwards)
      throws IOException {
    Path source = Files.write(directory.resolve("source.deb"), LINKED);
    int calls = 0;
    boolean failed = true;
    while (failed) {
      calls++;
      Path root = directory.resolve(afterwards + "-" + calls);
      damage(root);
      var faults = new FailingCalls(calls, afterwards);
      failed = !succeeds(new FilesystemPool(root, faults), source);
      assertThat(faults.hasFailed()).as("call %s was made", calls).isEqualTo(failed);

      var pool = new FilesystemPool(root);
      assertWhole(pool, root);
      assertThat(succeeds(pool, source)).isTrue();
      for (var file : expected()) {
        assertThat(pool.examine(file)).isEqualTo(new PoolCondition.Intact());
      }
    }
    assertThat(calls).isGreaterThan(20);
  }

  private static List<PoolFile> expected() {
    return List.of(
        PoolFile.of(ChecksumCalculator.of(BIG), "big.deb"),
        PoolFile.of(ChecksumCalculator.of(LINKED), "linked.deb"),
        PoolFile.of(ChecksumCalculator.of(LINKED), "copied.deb"));
  }

  /// A file that the batch has to repair.
  private static void damage(Path root) throws IOException {
    Path damaged = root.resolve(expected().get(2).path().text());
    Files.createDirectories(damaged.getParent());
    Files.write(damaged, new byte[] {1});
  }

  private static boolean succeeds(PackagePool pool, Path source) {
    try (var batch = pool.newBatch()) {
      batch.add("big.deb", new ByteArrayInputStream(BIG));
      batch.add("linked.deb", source, AddMethod.HARDLINK);
      batch.add("copied.deb", source, AddMethod.COPY);
      batch.discard(batch.add("dropped.deb", source, AddMethod.REFLINK));
      batch.commit();
      return true;
    } catch (IOException e) {
      assertThat(messages(e)).contains("made to fail");
      return false;
    }
  }

  private static String messages(Throwable failure) {
    var text = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      text.append(at.getMessage()).append('\n');
      Arrays.stream(at.getSuppressed()).forEach(other -> text.append(other.getMessage()));
    }
    return text.toString();
  }

  private static void assertWhole(PackagePool pool, Path root) throws IOException {
    try (var entries = pool.walk()) {
      for (var entry : entries.toList()) {
        var actual = ChecksumCalculator.of(root.resolve(entry.path().text()));
        boolean damagedBefore =
            entry.path().equals(expected().get(2).path()) && entry.sizeBytes() == 1;
        assertThat(entry.path().fits(actual.sha256()) || damagedBefore)
            .as("content of %s", entry.path())
            .isTrue();
      }
    }
  }

  @Test
  void anAddThatFailsLeavesNoTemporaryAndTheBatchUsable() throws IOException {
    Path root = directory.resolve("pool");
    var faults =
        new FailingCalls(5, Afterwards.GOES_ON); // .tmp and its parents, then create, write
    try (var batch = new FilesystemPool(root, faults).newBatch()) {
      assertThatThrownBy(() -> batch.add("big.deb", new ByteArrayInputStream(BIG)))
          .hasMessageContaining("Could not add big.deb")
          .hasMessageContaining("write");
      assertThat(temporaries(root)).isEmpty();
      batch.add("big.deb", new ByteArrayInputStream(BIG));
      assertThat(batch.commit()).hasSize(1);
    }
    assertThat(root.resolve(".tmp")).isEmptyDirectory();
  }

  private static List<Path> temporaries(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")).toList();
    }
  }

  @Test
  void theContentIsSyncedBeforeAnyFinalNameAndTheDirectoriesAfterwards() throws IOException {
    var calls = new StringBuilder();
    FaultPoint recorder =
        (call, path) ->
            calls
                .append(call)
                .append(' ')
                .append(path.startsWith(directory.resolve("pool/.tmp")) ? "tmp" : "final")
                .append('\n');
    try (var batch = new FilesystemPool(directory.resolve("pool"), recorder).newBatch()) {
      batch.add("a", new ByteArrayInputStream(new byte[] {1}));
      batch.add("b", new ByteArrayInputStream(new byte[] {2}));
      calls.setLength(0);
      batch.commit();
    }
    assertThat(calls.toString())
        .startsWith("sync tmp\nsync tmp\nrename final\nrename final\nsync final\nsync final\n");
  }
}
