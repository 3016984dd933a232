package org.entrepot.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.LinkResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Links and other surprises that somebody has put into a publish directory.
final class FilesystemTargetAttackTest {
  private static final TargetPath FILE = TargetPath.of("dists/x/Release");

  @TempDir Path directory;
  private Path root;
  private Path outside;
  private FilesystemPool pool;
  private FilesystemTarget target;
  private PoolFile deb;

  @BeforeEach
  void makeTarget() throws IOException {
    root = Files.createDirectory(directory.resolve("public"));
    outside = Files.createDirectory(directory.resolve("outside"));
    pool = new FilesystemPool(directory.resolve("pool"));
    target = target(LinkMethod.HARDLINK);
    try (var batch = pool.newBatch()) {
      deb = batch.add("a.deb", new ByteArrayInputStream(bytes("package"))).file();
      batch.commit();
    }
  }

  private FilesystemTarget target(LinkMethod method) {
    return new FilesystemTarget(root, method, VerifyMethod.DIGEST, pool);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void noCallFollowsADirectoryOutOfTheRoot() throws IOException {
    Files.createDirectory(outside.resolve("x"));
    Path precious = Files.write(outside.resolve("x/Release"), bytes("precious"));
    Files.createSymbolicLink(root.resolve("dists"), Path.of("../outside"));
    var inside = TargetPath.of("other");
    target.put(inside, bytes("x"));

    for (int round = 0; round < 2; round++) {
      assertFails(Reason.BAD_PATH, () -> target.put(FILE, bytes("evil")));
      assertFails(
          Reason.BAD_PATH, () -> target.put(FILE, precious, ChecksumCalculator.of(precious)));
      assertFails(Reason.BAD_PATH, () -> target.link(deb, FILE, ClashPolicy.REPLACE));
      assertFails(Reason.BAD_PATH, () -> target.copy(FILE, inside));
      assertFails(Reason.BAD_PATH, () -> target.copy(inside, FILE));
      assertFails(Reason.BAD_PATH, () -> target.delete(FILE));
      assertFails(Reason.BAD_PATH, () -> target.find(FILE));
      assertFails(Reason.BAD_PATH, () -> target.digest(FILE));
      assertFails(Reason.BAD_PATH, () -> target.list(TargetPath.of("dists/x")));
    }
    try (var files = target.list(TargetPath.ROOT)) {
      assertThat(files.map(file -> file.path())).containsExactly(inside);
    }
    assertThat(precious).hasContent("precious");
    assertThat(outside.resolve("x")).isDirectoryContaining(file -> file.equals(precious));
  }

  @Test
  void aDirectoryThatBecomesALinkIsNoticedAfterTheNextSync() throws IOException {
    target.put(FILE, bytes("x"));
    target.sync();
    assertThat(target.delete(FILE)).isTrue();
    Files.createDirectory(root.resolve("dists"));
    Files.createSymbolicLink(root.resolve("dists/x"), outside);
    assertFails(Reason.BAD_PATH, () -> target.put(FILE, bytes("evil")));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkFromOneDirectoryToAnotherBelowTheRootIsFollowed() throws IOException {
    target.put(TargetPath.of("dists/trixie/Release"), bytes("x"));
    Files.createSymbolicLink(root.resolve("dists/stable"), Path.of("trixie"));
    var alias = TargetPath.of("dists/stable/Release");
    assertThat(target.find(alias)).isPresent();
    target.put(alias, bytes("newer"));
    assertThat(root.resolve("dists/trixie/Release")).hasContent("newer");
    assertThat(target.delete(alias)).isTrue();
    assertThat(root.resolve("dists/stable")).isSymbolicLink();
  }

  @Test
  void aFileThatIsALinkToTheOutsideIsReplacedNotWrittenThrough() throws IOException {
    Path precious = Files.write(outside.resolve("precious"), bytes("package"));
    Path link = root.resolve("dists/x/Release");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, precious);

    assertFails(Reason.BAD_PATH, () -> target.find(FILE));
    assertFails(Reason.BAD_PATH, () -> target.digest(FILE));
    assertFails(Reason.BAD_PATH, () -> target.copy(FILE, TargetPath.of("copy")));
    try (var files = target.list(TargetPath.ROOT)) {
      assertThat(files).isEmpty();
    }
    assertThat(target.link(deb, FILE, ClashPolicy.REFUSE))
        .isEqualTo(
            new LinkResult.Clash(
                FILE, "is a symbolic link that leads out of the publish directory"));
    assertThat(target.link(deb, FILE, ClashPolicy.REPLACE))
        .isEqualTo(new LinkResult.Replaced(FILE));
    assertThat(Files.isSymbolicLink(link)).isFalse();

    Files.delete(link);
    Files.createSymbolicLink(link, precious);
    target.put(FILE, bytes("new"));
    assertThat(link).hasContent("new");
    Files.delete(link);
    Files.createSymbolicLink(link, precious);
    assertThat(target.delete(FILE)).isTrue();
    assertThat(precious).hasContent("package");
  }

  @ParameterizedTest
  @EnumSource(LinkMethod.class)
  void aLinkThatLeadsNowhereDoesNotBlockAPackage(LinkMethod method) throws IOException {
    Path link = root.resolve("a.deb");
    Files.createSymbolicLink(link, Path.of("/nowhere/at/all"));
    var path = TargetPath.of("a.deb");
    assertThat(target.find(path)).isEmpty();
    assertThat(target(method).link(deb, path, ClashPolicy.REFUSE))
        .isEqualTo(new LinkResult.Linked(path));
    assertThat(link).hasContent("package");
  }

  @Test
  void eachMethodMakesWhatItIsNamedAfterAndKeepsWhatAnotherMade() throws IOException {
    Path pooled = pool.findLocalPath(deb.path()).orElseThrow();
    for (LinkMethod method : LinkMethod.values()) {
      var path = TargetPath.of("pool/" + method + ".deb");
      Path file = root.resolve(path.text());
      assertThat(target(method).link(deb, path, ClashPolicy.REFUSE))
          .isEqualTo(new LinkResult.Linked(path));
      assertThat(Files.isSymbolicLink(file)).isEqualTo(method == LinkMethod.SYMLINK);
      assertThat(Files.isSameFile(file, pooled))
          .isEqualTo(method == LinkMethod.SYMLINK || method == LinkMethod.HARDLINK);
      for (LinkMethod other : LinkMethod.values()) {
        assertThat(target(other).link(deb, path, ClashPolicy.REFUSE))
            .isEqualTo(new LinkResult.AlreadyThere(path));
      }
    }
    try (var files = target.list(TargetPath.ROOT)) {
      assertThat(files).hasSize(4).allMatch(file -> file.sizeBytes() == 7);
    }
  }

  @Test
  void aPoolThatLostBytesIsNotPublished() throws IOException {
    Files.write(pool.findLocalPath(deb.path()).orElseThrow(), bytes("pack"));
    for (LinkMethod method : LinkMethod.values()) {
      assertFails(
          Reason.CORRUPT,
          () -> target(method).link(deb, TargetPath.of("a.deb"), ClashPolicy.REFUSE));
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aCopyOfChangedBytesIsNotPublished() throws IOException {
    Files.write(pool.findLocalPath(deb.path()).orElseThrow(), bytes("PACKAGE"));
    assertFails(
        Reason.CORRUPT,
        () -> target(LinkMethod.COPY).link(deb, TargetPath.of("a.deb"), ClashPolicy.REFUSE));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void directoriesAndFilesInEachOthersWayAreNamed() throws IOException {
    target.put(FILE, bytes("x"));
    var above = TargetPath.of("dists/x");
    var below = TargetPath.of("dists/x/Release/more");
    for (var path : List.of(above, below)) {
      assertFails(Reason.BAD_PATH, () -> target.put(path, bytes("y")));
      assertFails(Reason.BAD_PATH, () -> target.copy(FILE, path));
      assertFails(Reason.BAD_PATH, () -> target.link(deb, path, ClashPolicy.REPLACE));
      assertThat(target.delete(path)).isFalse();
    }
    assertThat(root.resolve("dists/x/Release")).hasContent("x");
  }

  @Test
  void aDirectoryThatIsABrokenLinkIsNamed() throws IOException {
    Files.createSymbolicLink(root.resolve("dists"), Path.of("/nowhere/at/all"));
    assertFails(Reason.BAD_PATH, () -> target.put(FILE, bytes("x")));
    assertFails(Reason.BAD_PATH, () -> target.link(deb, FILE, ClashPolicy.REPLACE));
    assertThat(target.find(FILE)).isEmpty();
    assertThat(target.delete(FILE)).isFalse();
    assertThat(root.resolve("dists")).isSymbolicLink();
  }

  @Test
  void aPoolOnAnotherFileSystemIsCopiedFrom() throws IOException {
    Path other = Files.createTempDirectory(Path.of("/dev/shm"), "entrepot");
    try {
      assertThat(Files.getFileStore(other)).isNotEqualTo(Files.getFileStore(root));
      var away = new FilesystemTarget(other, LinkMethod.HARDLINK, VerifyMethod.DIGEST, pool);
      var path = TargetPath.of("a.deb");
      assertThat(away.link(deb, path, ClashPolicy.REFUSE)).isEqualTo(new LinkResult.Linked(path));
      assertThat(away.link(deb, path, ClashPolicy.REFUSE))
          .isEqualTo(new LinkResult.AlreadyThere(path));
      away.put(path, bytes("something else"));
      assertThat(away.link(deb, path, ClashPolicy.REPLACE))
          .isEqualTo(new LinkResult.Replaced(path));
      assertThat(other.resolve("a.deb")).hasContent("package");
      away.sync();
    } finally {
      Files.deleteIfExists(other.resolve("a.deb"));
      Files.delete(other);
    }
  }

  @Test
  void theRootMayItselfBeALink() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("www"), real);
    var linked = new FilesystemTarget(link, LinkMethod.SYMLINK, VerifyMethod.DIGEST, pool);
    linked.put(FILE, bytes("x"));
    assertThat(linked.find(FILE)).isPresent();
    assertThat(linked.delete(FILE)).isTrue();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void manyFilesAreSyncedByTheirFileSystem() throws IOException {
    for (int i = 0; i < 100; i++) {
      target.put(TargetPath.of("dists/x/by-hash/" + i), bytes("" + i));
    }
    target.sync();
    assertThat(root.resolve("dists/x/by-hash/99")).hasContent("99");
  }
}
