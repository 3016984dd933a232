package org.entrepot.storage.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every package pool must do. A backend's test is a subclass that makes an empty pool for
/// each test.
public abstract class PackagePoolContractTest {
  @TempDir protected Path directory;

  /// The pool under test, empty at first; always the same in one test.
  protected abstract PackagePool pool() throws IOException;

  /// Puts other bytes into the place of a stored file, behind the back of the pool.
  protected abstract void damage(PoolPath path, byte[] content) throws IOException;

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected StagedFile addAndCommit(String name, byte[] content) throws IOException {
    try (var batch = pool().newBatch()) {
      var staged = batch.add(name, new ByteArrayInputStream(content));
      batch.commit();
      return staged;
    }
  }

  protected byte[] read(PoolPath path) throws IOException {
    try (var in = pool().open(path)) {
      return in.readAllBytes();
    }
  }

  private List<PoolPath> walk() throws IOException {
    try (var entries = pool().walk()) {
      return entries.map(PoolEntry::path).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 65536, 131071, 131072, 131073, 3_000_001})
  void aCommittedStreamIsReadBackWithItsChecksums(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);

    var staged = addAndCommit("hello_1.0_amd64.deb", content);

    assertThat(staged.checksums()).isEqualTo(ChecksumCalculator.of(content));
    assertThat(staged.path())
        .isEqualTo(PoolPath.of(staged.checksums().sha256(), "hello_1.0_amd64.deb"));
    assertThat(read(staged.path())).isEqualTo(content);
    assertThat(pool().contains(staged.path(), size)).isTrue();
    assertThat(pool().contains(staged.path(), size + 1L)).isFalse();
    assertThat(pool().examine(staged.file())).isEqualTo(new PoolCondition.Intact());
    assertThat(walk()).containsExactly(staged.path());
  }

  @ParameterizedTest
  @EnumSource(AddMethod.class)
  void aLocalFileIsStoredByEveryMethodAndStaysAsItWas(AddMethod method) throws IOException {
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    Path source = Files.write(directory.resolve("incoming.deb"), content);
    StagedFile staged;
    try (var batch = pool().newBatch()) {
      staged = batch.add("other-name.deb", source, method);
      assertThat(batch.commit()).containsExactly(new PutResult.Stored(staged.path()));
    }
    assertThat(staged.checksums()).isEqualTo(ChecksumCalculator.of(content));
    assertThat(read(staged.path())).isEqualTo(content);
    assertThat(source).hasBinaryContent(content);
    Files.delete(source);
    assertThat(read(staged.path())).isEqualTo(content);
  }

  @Test
  void aPoolThatWasNeverWrittenToIsEmpty() throws IOException {
    var path = PoolPath.of(ChecksumCalculator.of(bytes("x")).sha256(), "x.deb");
    assertThat(walk()).isEmpty();
    assertThat(pool().contains(path, 1)).isFalse();
    assertThat(pool().delete(path)).isFalse();
    assertThat(pool().sweep()).isZero();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> pool().open(path))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    assertThat(pool().examine(PoolFile.of(ChecksumCalculator.of(bytes("x")), "x.deb")))
        .isEqualTo(new PoolCondition.Missing());
  }

  @Test
  void anEmptyBatchCommitsNothing() throws IOException {
    try (var batch = pool().newBatch()) {
      assertThat(batch.commit()).isEmpty();
    }
    assertThat(walk()).isEmpty();
  }

  @Test
  void nothingIsInThePoolBeforeTheCommit() throws IOException {
    try (var batch = pool().newBatch()) {
      var staged = batch.add("a.deb", new ByteArrayInputStream(bytes("a")));
      assertThat(walk()).isEmpty();
      assertThat(pool().contains(staged.path(), 1)).isFalse();
    }
    assertThat(walk()).isEmpty();
  }

  @Test
  void aStagedFileCanBeReadBeforeAndAfterTheCommit() throws IOException {
    try (var batch = pool().newBatch()) {
      var staged = batch.add("a.deb", new ByteArrayInputStream(bytes("alpha")));
      try (var in = batch.open(staged)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("alpha"));
      }
      batch.commit();
      try (var in = batch.open(staged)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("alpha"));
      }
    }
  }

  @Test
  void aDiscardedFileIsNotCommitted() throws IOException {
    try (var batch = pool().newBatch()) {
      var dropped = batch.add("a.deb", new ByteArrayInputStream(bytes("a")));
      var kept = batch.add("b.deb", new ByteArrayInputStream(bytes("b")));
      batch.discard(dropped);
      batch.discard(dropped);
      assertThat(batch.commit()).containsExactly(new PutResult.Stored(kept.path()));
      assertThatThrownBy(() -> batch.open(dropped)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(walk()).hasSize(1);
  }

  @Test
  void theSameContentMayComeTwiceInABatchUnderOneNameOrTwo() throws IOException {
    try (var batch = pool().newBatch()) {
      var first = batch.add("a.deb", new ByteArrayInputStream(bytes("same")));
      var second = batch.add("a.deb", new ByteArrayInputStream(bytes("same")));
      var third = batch.add("b.deb", new ByteArrayInputStream(bytes("same")));
      assertThat(batch.commit())
          .containsExactly(
              new PutResult.Stored(first.path()),
              new PutResult.AlreadyPresent(second.path()),
              new PutResult.Stored(third.path()));
      assertThat(first.path()).isEqualTo(second.path()).isNotEqualTo(third.path());
    }
    assertThat(walk()).hasSize(2);
  }

  @Test
  void aSecondBatchFindsTheFileAlreadyPresent() throws IOException {
    var staged = addAndCommit("a.deb", bytes("same"));
    try (var batch = pool().newBatch()) {
      batch.add("a.deb", new ByteArrayInputStream(bytes("same")));
      assertThat(batch.commit()).containsExactly(new PutResult.AlreadyPresent(staged.path()));
    }
  }

  @Test
  void aFileThatLostItsEndIsRepairedByAddingItAgain() throws IOException {
    var staged = addAndCommit("a.deb", bytes("whole content"));
    damage(staged.path(), bytes("whole"));
    assertThat(pool().examine(staged.file())).isInstanceOf(PoolCondition.Damaged.class);
    try (var batch = pool().newBatch()) {
      batch.add("a.deb", new ByteArrayInputStream(bytes("whole content")));
      assertThat(batch.commit()).containsExactly(new PutResult.Repaired(staged.path(), 5));
    }
    assertThat(read(staged.path())).isEqualTo(bytes("whole content"));
  }

  @Test
  void examineSeesChangedBytesOfTheSameSize() throws IOException {
    var staged = addAndCommit("a.deb", bytes("good"));
    damage(staged.path(), bytes("evil"));
    assertThat(pool().examine(staged.file()))
        .isEqualTo(new PoolCondition.Damaged(ChecksumCalculator.of(bytes("evil"))));
  }

  @Test
  void deleteTellsWhetherTheFileWasThere() throws IOException {
    var staged = addAndCommit("a.deb", bytes("a"));
    assertThat(pool().delete(staged.path())).isTrue();
    assertThat(pool().delete(staged.path())).isFalse();
    assertThat(walk()).isEmpty();
    addAndCommit("a.deb", bytes("a"));
    assertThat(walk()).containsExactly(staged.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "a/b", "/a", "a\nb", "a\u0000", "a\u007f", "\ud800", "../x", "\u0085"
      })
  void namesThatCannotBeFilesAreRefused(String name) throws IOException {
    try (var batch = pool().newBatch()) {
      assertThatThrownBy(() -> batch.add(name, new ByteArrayInputStream(bytes("a"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The file name");
      assertThat(batch.commit()).isEmpty();
    }
  }

  @Test
  void theLongestNameIsTakenAndALongerOneRefused() throws IOException {
    String longest = "n".repeat(PoolPath.MAX_NAME_BYTES);
    assertThat(read(addAndCommit(longest, bytes("a")).path())).isEqualTo(bytes("a"));
    assertThatThrownBy(() -> addAndCommit(longest + "n", bytes("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("227 bytes");
  }

  @Test
  void aStreamThatFailsLeavesTheBatchUsable() throws IOException {
    try (var batch = pool().newBatch()) {
      assertThatThrownBy(() -> batch.add("broken.deb", new BrokenStream(200_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broken.deb")
          .hasMessageContaining("line went dead");
      var good = batch.add("good.deb", new ByteArrayInputStream(bytes("good")));
      assertThat(batch.commit()).containsExactly(new PutResult.Stored(good.path()));
    }
    assertThat(walk()).hasSize(1);
  }

  /// Gives some bytes, then fails.
  private static final class BrokenStream extends InputStream {
    private int left;

    BrokenStream(int left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("the line went dead");
      }
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("the line went dead");
      }
      int count = Math.min(left, Math.min(length, 1000));
      Arrays.fill(buffer, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }
  }

  @Test
  void aMissingSourceIsNamedInTheError() throws IOException {
    Path source = directory.resolve("not-there.deb");
    try (var batch = pool().newBatch()) {
      for (AddMethod method : AddMethod.values()) {
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> batch.add("a.deb", source, method))
            .withMessageContaining("not-there.deb")
            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
      }
    }
  }

  @Test
  void aDirectoryIsNoSource() throws IOException {
    try (var batch = pool().newBatch()) {
      for (AddMethod method : AddMethod.values()) {
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> batch.add("a.deb", directory, method))
            .withMessageContaining("is a directory")
            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_FILE));
      }
    }
  }

  @Test
  void aBatchIsOverAfterItsCommit() throws IOException {
    try (var batch = pool().newBatch()) {
      batch.commit();
      assertThatThrownBy(() -> batch.add("a.deb", new ByteArrayInputStream(bytes("a"))))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFileOfAnotherBatchIsRefused() throws IOException {
    try (var one = pool().newBatch();
        var other = pool().newBatch()) {
      var staged = one.add("a.deb", new ByteArrayInputStream(bytes("a")));
      assertThatThrownBy(() -> other.open(staged)).isInstanceOf(IllegalArgumentException.class);
      other.discard(staged);
      assertThat(one.commit()).hasSize(1);
    }
  }

  @Test
  void aSweepLeavesLivingBatchesAlone() throws IOException {
    try (var batch = pool().newBatch()) {
      var staged = batch.add("a.deb", new ByteArrayInputStream(bytes("a")));
      assertThat(pool().sweep()).isZero();
      batch.commit();
      assertThat(read(staged.path())).isEqualTo(bytes("a"));
    }
  }

  @Test
  void eightThreadsMayAddTheSameFilesToOneBatch() throws Exception {
    try (var batch = pool().newBatch()) {
      inParallel(
          8,
          () -> {
            for (int i = 0; i < 50; i++) {
              batch.add("f" + i % 10 + ".deb", new ByteArrayInputStream(bytes("content " + i)));
            }
            return "";
          });
      assertThat(batch.commit())
          .hasSize(400)
          .filteredOn(PutResult.Stored.class::isInstance)
          .hasSize(50);
    }
    assertThat(walk()).hasSize(50);
  }

  @Test
  void eightBatchesMayStoreTheSameFilesAtOnce() throws Exception {
    inParallel(
        8,
        () -> {
          try (var batch = pool().newBatch()) {
            for (int i = 0; i < 50; i++) {
              batch.add("f" + i + ".deb", new ByteArrayInputStream(bytes("content " + i)));
            }
            return batch.commit().toString();
          }
        });
    assertThat(walk()).hasSize(50);
    for (int i = 0; i < 50; i++) {
      var file = PoolFile.of(ChecksumCalculator.of(bytes("content " + i)), "f" + i + ".deb");
      assertThat(pool().examine(file)).isEqualTo(new PoolCondition.Intact());
    }
  }

  private static void inParallel(int threads, Callable<String> work) throws Exception {
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(executor.submit(work));
      }
      for (var one : all) {
        assertThat(one.get()).isNotNull();
      }
    }
  }
}
