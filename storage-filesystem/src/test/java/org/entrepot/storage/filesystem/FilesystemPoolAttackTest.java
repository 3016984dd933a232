package org.entrepot.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.PutResult;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sources that are not what they seem, and pools into which somebody has put links.
final class FilesystemPoolAttackTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path root;
  private Path outside;
  private FilesystemPool pool;

  @BeforeEach
  void makePool() throws IOException {
    root = directory.resolve("pool");
    outside = Files.createDirectory(directory.resolve("outside"));
    pool = new FilesystemPool(root);
  }

  private void assertRefused(Path source, AddMethod method, Reason reason) throws IOException {
    try (var batch = pool.newBatch()) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> batch.add("a.deb", source, method))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
      assertThat(batch.commit()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(AddMethod.class)
  void pipesAndDevicesAreRefusedWithoutOpeningThem(AddMethod method) throws IOException {
    Path pipe = directory.resolve("pipe");
    Tool.of("mkfifo").run(pipe).requireSuccess();
    Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);
    assertRefused(pipe, method, Reason.NOT_A_FILE);
    assertRefused(link, method, Reason.NOT_A_FILE);
    assertRefused(Path.of("/dev/zero"), method, Reason.NOT_A_FILE);
  }

  @ParameterizedTest
  @EnumSource(AddMethod.class)
  void aLinkedSourceIsStoredAsTheFileItLeadsTo(AddMethod method) throws IOException {
    Path file = Files.write(directory.resolve("file.deb"), CONTENT);
    Path link = Files.createSymbolicLink(directory.resolve("link.deb"), file.getFileName());
    Path linkToLink = Files.createSymbolicLink(directory.resolve("link2.deb"), link);
    try (var batch = pool.newBatch()) {
      var staged = batch.add("a.deb", linkToLink, method);
      batch.commit();
      Path stored = root.resolve(staged.path().text());
      assertThat(Files.isRegularFile(stored, LinkOption.NOFOLLOW_LINKS)).isTrue();
      assertThat(stored).hasBinaryContent(CONTENT);
      assertThat(Files.isSameFile(stored, file)).isEqualTo(method == AddMethod.HARDLINK);
    }
  }

  @ParameterizedTest
  @EnumSource(AddMethod.class)
  void linksThatLeadNowhereOrInCirclesAreRefused(AddMethod method) throws IOException {
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    assertRefused(dangling, method, Reason.MISSING);
    try (var batch = pool.newBatch()) {
      assertThatThrownBy(() -> batch.add("a.deb", loop, method))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("loop");
    }
  }

  @Test
  void aSourceThatCannotBeReadIsNamed() throws IOException {
    try (var batch = pool.newBatch()) { // a regular file whose first byte is never mapped
      assertThatThrownBy(() -> batch.add("a.deb", Path.of("/proc/self/mem"), AddMethod.COPY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Could not add a.deb");
      assertThat(batch.commit()).isEmpty();
    }
  }

  /// What somebody does to the source while it is read.
  enum Meddling {
    GROW,
    SHRINK,
    REWRITE,
    REPLACE,
    DELETE;

    void meddle(Path source) throws IOException {
      switch (this) {
        case GROW -> Files.write(source, CONTENT, StandardOpenOption.APPEND);
        case SHRINK -> Files.write(source, CONTENT);
        case REWRITE -> {
          byte[] same = new byte[(int) Files.size(source)];
          Files.write(source, same);
          Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        }
        case REPLACE -> {
          Path other = source.resolveSibling("other");
          Files.copy(source, other, StandardCopyOption.COPY_ATTRIBUTES);
          Files.move(other, source, StandardCopyOption.REPLACE_EXISTING);
        }
        case DELETE -> Files.delete(source);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Meddling.class)
  void aSourceThatChangesWhileItIsCopiedIsRefused(Meddling meddling) throws IOException {
    Path source = Files.write(directory.resolve("source.deb"), new byte[500_000]);
    var once = new AtomicBoolean(true);
    FaultPoint meddle =
        (call, _) -> {
          if (call.equals("write") && once.getAndSet(false)) {
            meddling.meddle(source);
          }
        };
    pool = new FilesystemPool(root, meddle);
    assertRefused(
        source,
        AddMethod.COPY,
        meddling == Meddling.DELETE ? Reason.MISSING : Reason.SOURCE_CHANGED);
    assertThat(once).isFalse();
  }

  @Test
  void aLinkedSourceThatGrowsWhileItIsHashedIsRefused() throws Exception {
    Path source = Files.write(directory.resolve("source.deb"), new byte[4_000_000]);
    var linked = new AtomicBoolean();
    var done = new AtomicBoolean();
    pool = new FilesystemPool(root, (call, _) -> linked.compareAndSet(false, call.equals("link")));
    try (var executor = Executors.newSingleThreadExecutor()) {
      var writer =
          executor.submit(() -> {
            while (!done.get()) {
              if (linked.get()) {
                Files.write(source, CONTENT, StandardOpenOption.APPEND);
              }
            }
            return true;
          });
      try {
        assertRefused(source, AddMethod.HARDLINK, Reason.SOURCE_CHANGED);
      } finally {
        done.set(true);
      }
      assertThat(writer.get()).isTrue();
    }
  }

  @Test
  void aSourceOnAnotherFileSystemIsCopiedInstead() throws IOException {
    Path source = Files.createTempFile(Path.of("/dev/shm"), "entrepot", ".deb");
    try {
      Files.write(source, CONTENT);
      assertThat(Files.getFileStore(source)).isNotEqualTo(Files.getFileStore(directory));
      try (var batch = pool.newBatch()) {
        var staged = batch.add("a.deb", source, AddMethod.HARDLINK);
        batch.add("b.deb", source, AddMethod.REFLINK);
        batch.commit();
        assertThat(root.resolve(staged.path().text())).hasBinaryContent(CONTENT);
      }
    } finally {
      Files.delete(source);
    }
  }

  @Test
  void aLinkInThePlaceOfAPoolFileIsReplacedAndItsDestinationLeftAlone() throws IOException {
    Path foreign =
        Files.write(outside.resolve("foreign"), "FOREIGN".getBytes(StandardCharsets.UTF_8));
    var path = PoolPath.of(ChecksumCalculator.of(CONTENT).sha256(), "a.deb");
    Path place = root.resolve(path.text());
    Files.createDirectories(place.getParent());
    Files.createSymbolicLink(place, foreign);

    assertThat(pool.contains(path, CONTENT.length)).isFalse();
    assertThatThrownBy(() -> pool.open(path)).hasMessageContaining("not a regular file");
    try (var entries = pool.walk()) {
      assertThat(entries).isEmpty();
    }
    try (var batch = pool.newBatch()) {
      batch.add("a.deb", new ByteArrayInputStream(CONTENT));
      assertThat(batch.commit()).hasOnlyElementsOfType(PutResult.Repaired.class);
    }
    assertThat(foreign).hasContent("FOREIGN");
    assertThat(Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(place).hasBinaryContent(CONTENT);
  }

  @Test
  void directoriesThatLeadOutOfThePoolAreRefused() throws IOException {
    String hex = ChecksumCalculator.of(CONTENT).sha256().hex();
    Files.createDirectories(root);
    for (String planted : new String[] {".tmp", hex.substring(0, 2)}) {
      Path link = Files.createSymbolicLink(root.resolve(planted), outside);
      try (var batch = pool.newBatch()) {
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> batch.add("a.deb", new ByteArrayInputStream(CONTENT)))
            .withMessageContaining("leads out of")
            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PATH));
      }
      assertThat(outside).isEmptyDirectory();
      Files.delete(link);
    }
  }

  @Test
  void aDirectoryInThePlaceOfAPoolFileIsNamed() throws IOException {
    var path = PoolPath.of(ChecksumCalculator.of(CONTENT).sha256(), "a.deb");
    Files.createDirectories(root.resolve(path.text()));
    try (var batch = pool.newBatch()) {
      batch.add("a.deb", new ByteArrayInputStream(CONTENT));
      assertThatThrownBy(batch::commit).hasMessageContaining("directory is in the way");
    }
    assertThat(pool.delete(path)).isFalse();
  }

  @Test
  void aFileInThePlaceOfThePoolIsNamed() throws IOException {
    Files.write(root, CONTENT);
    try (var batch = pool.newBatch()) {
      assertThatThrownBy(() -> batch.add("a.deb", new ByteArrayInputStream(CONTENT)))
          .hasMessageContaining("A directory is needed at " + root);
    }
  }

  @Test
  void strayFilesAreNeitherListedNorSwept() throws IOException {
    Files.createDirectories(root.resolve("ab/cd"));
    Files.write(root.resolve("README"), CONTENT);
    Files.write(root.resolve("ab/cd/hello_1.0_all.deb"), CONTENT);
    Files.createDirectories(root.resolve(".tmp"));
    Files.write(root.resolve(".tmp/mine"), CONTENT);
    try (var entries = pool.walk()) {
      assertThat(entries).isEmpty();
    }
    assertThat(pool.sweep()).isZero();
    assertThat(root.resolve(".tmp/mine")).exists();
  }
}
