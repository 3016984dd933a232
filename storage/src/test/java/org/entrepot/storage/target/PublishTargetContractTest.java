package org.entrepot.storage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every publish target must do. A backend's test is a subclass that makes an empty target and
/// a pool for each test.
public abstract class PublishTargetContractTest {
  protected static final TargetPath DEB = TargetPath.of("pool/main/h/hello/hello_1.0_amd64.deb");
  protected static final TargetPath RELEASE = TargetPath.of("dists/trixie/Release");

  @TempDir protected Path directory;

  /// The target under test, empty at first; always the same in one test.
  protected abstract PublishTarget target() throws IOException;

  /// The pool from which the target takes package files.
  protected abstract PackagePool pool() throws IOException;

  /// Whether an existing package file of the right size but other content counts as another file.
  protected boolean comparesContent() {
    return true;
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected PoolFile pooled(String content) throws IOException {
    try (var batch = pool().newBatch()) {
      var staged = batch.add("hello_1.0_amd64.deb", new ByteArrayInputStream(bytes(content)));
      batch.commit();
      return staged.file();
    }
  }

  protected void assertContent(TargetPath path, String content) throws IOException {
    assertThat(target().find(path))
        .contains(new TargetFile(path, content.getBytes(StandardCharsets.UTF_8).length));
    assertThat(target().digest(path)).isEqualTo(ChecksumCalculator.of(bytes(content)).sha256());
  }

  protected List<String> list(TargetPath under) throws IOException {
    try (var files = target().list(under)) {
      return files.map(file -> file.path().text()).sorted().toList();
    }
  }

  @Test
  void aTargetThatWasNeverWrittenToIsEmpty() throws IOException {
    assertThat(list(TargetPath.ROOT)).isEmpty();
    assertThat(list(TargetPath.of("dists"))).isEmpty();
    assertThat(target().find(DEB)).isEmpty();
    assertThat(target().delete(DEB)).isFalse();
    assertThat(target().sweep(Instant.MAX)).isZero();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().digest(DEB))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    target().sync();
  }

  @Test
  void aFileIsTakenInPlaceOfAnotherAsOftenAsAsked() throws IOException {
    target().put(RELEASE, bytes("old"));
    var local = Files.write(directory.resolve("given"), bytes("new"));
    var checksums = ChecksumCalculator.of(local);
    target().take(RELEASE, local, checksums);
    target().take(RELEASE, local, checksums);
    target().take(DEB, local, checksums);
    Files.delete(local);
    target().sync();
    assertContent(RELEASE, "new");
    assertContent(DEB, "new");
    assertThat(list(TargetPath.ROOT)).containsExactly(RELEASE.text(), DEB.text());
    assertThat(target().sweep(Instant.MAX)).isZero();
  }

  @Test
  void aFileOfAnotherSizeIsNotTaken() throws IOException {
    target().put(RELEASE, bytes("old"));
    var local = Files.write(directory.resolve("given"), bytes("more"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().take(RELEASE, local, ChecksumCalculator.of(bytes("new"))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
        .withMessageContaining("has 4 bytes instead of 3");
    assertContent(RELEASE, "old");
  }

  @Test
  void aPackageFileIsLinkedOnceAndThenKept() throws IOException {
    var file = pooled("hello");
    assertThat(target().link(file, DEB, ClashPolicy.REFUSE)).isEqualTo(new LinkResult.Linked(DEB));
    target().sync();
    assertContent(DEB, "hello");
    assertThat(target().link(file, DEB, ClashPolicy.REFUSE))
        .isEqualTo(new LinkResult.AlreadyThere(DEB));
    assertThat(target().link(file, DEB, ClashPolicy.REPLACE))
        .isEqualTo(new LinkResult.AlreadyThere(DEB));
    assertThat(list(TargetPath.ROOT)).containsExactly(DEB.text());
  }

  @Test
  void anotherSizeIsAClashAndNothingIsWritten() throws IOException {
    assertThat(target().link(pooled("one"), DEB, ClashPolicy.REFUSE))
        .isInstanceOf(LinkResult.Linked.class);
    var result = target().link(pooled("three"), DEB, ClashPolicy.REFUSE);
    assertThat(result).isEqualTo(new LinkResult.Clash(DEB, "has 3 bytes instead of 5"));
    assertThat(LinkResult.describe(result)).contains(DEB.text(), "already published");
    assertContent(DEB, "one");
  }

  @Test
  void otherContentOfTheSameSizeIsAClashWhereContentIsCompared() throws IOException {
    var first = pooled("one");
    var second = pooled("two");
    var _ = target().link(first, DEB, ClashPolicy.REFUSE);
    var result = target().link(second, DEB, ClashPolicy.REFUSE);
    if (comparesContent()) {
      assertThat(result).isInstanceOf(LinkResult.Clash.class);
      assertThat(LinkResult.describe(result)).contains(second.checksums().sha256().hex());
    } else {
      assertThat(result).isInstanceOf(LinkResult.AlreadyThere.class);
    }
    assertContent(DEB, "one");
  }

  @Test
  void aClashIsReplacedWhenForced() throws IOException {
    var first = pooled("one");
    var _ = target().link(first, DEB, ClashPolicy.REFUSE);
    assertThat(target().link(pooled("three"), DEB, ClashPolicy.REPLACE))
        .isEqualTo(new LinkResult.Replaced(DEB));
    assertContent(DEB, "three");
    try (var in = pool().open(first.path())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("one"));
    }
    assertThat(list(TargetPath.ROOT)).containsExactly(DEB.text());
  }

  @Test
  void equalContentThatIsNoLinkToThePoolMayStay() throws IOException {
    target().put(DEB, bytes("hello"));
    assertThat(target().link(pooled("hello"), DEB, ClashPolicy.REFUSE))
        .isEqualTo(new LinkResult.AlreadyThere(DEB));
  }

  @Test
  void aPackageFileThatThePoolHasLostIsNamed() throws IOException {
    var file = pooled("hello");
    assertThat(pool().delete(file.path())).isTrue();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().link(file, DEB, ClashPolicy.REFUSE))
        .withMessageContaining(file.path().text())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    assertThat(target().find(DEB)).isEmpty();
    assertThat(list(TargetPath.ROOT)).isEmpty();
  }

  @Test
  void bytesArePutAndReplaced() throws IOException {
    target().put(RELEASE, bytes("old"));
    assertContent(RELEASE, "old");
    target().put(RELEASE, bytes("newer"));
    assertContent(RELEASE, "newer");
    target().put(RELEASE, new byte[0]);
    assertContent(RELEASE, "");
    target().sync();
    assertThat(list(TargetPath.of("dists"))).containsExactly(RELEASE.text());
  }

  @Test
  void aLocalFileIsPutAndStaysIndependent() throws IOException {
    Path local = Files.write(directory.resolve("Packages"), new byte[400_000]);
    target().put(RELEASE, local, ChecksumCalculator.of(local));
    Files.write(local, bytes("changed later"));
    assertThat(target().digest(RELEASE))
        .isEqualTo(ChecksumCalculator.of(new byte[400_000]).sha256());
  }

  @Test
  void aLocalFileWithOtherContentIsRefusedAndTheOldOneStays() throws IOException {
    target().put(RELEASE, bytes("old"));
    Path local = Files.write(directory.resolve("Packages"), bytes("unexpected"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().put(RELEASE, local, ChecksumCalculator.of(bytes("expected!!"))))
        .withMessageContaining("Packages")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() ->
            target().put(RELEASE, directory.resolve("gone"), ChecksumCalculator.of(new byte[0])))
        .withMessageContaining("gone")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    assertContent(RELEASE, "old");
    assertThat(list(TargetPath.ROOT)).containsExactly(RELEASE.text());
  }

  @Test
  void aCopyReplacesAndBothLiveOnTheirOwn() throws IOException {
    var byHash = TargetPath.of("dists/trixie/by-hash/SHA256/abc");
    target().put(byHash, bytes("new"));
    target().put(RELEASE, bytes("old"));
    target().copy(byHash, RELEASE);
    assertContent(RELEASE, "new");
    target().put(byHash, bytes("other"));
    assertContent(RELEASE, "new");
    target().copy(RELEASE, byHash);
    assertThat(target().delete(RELEASE)).isTrue();
    assertContent(byHash, "new");
    assertThat(list(TargetPath.ROOT)).containsExactly(byHash.text());
  }

  @Test
  void copyingAgainOrToItselfChangesNothing() throws IOException {
    var other = TargetPath.of("dists/trixie/other");
    target().put(RELEASE, bytes("text"));
    target().copy(RELEASE, other);
    target().copy(RELEASE, other);
    target().copy(RELEASE, RELEASE);
    assertContent(RELEASE, "text");
    assertContent(other, "text");
    assertThat(list(TargetPath.ROOT)).containsExactly(RELEASE.text(), other.text());
  }

  @Test
  void copyingNothingIsAnErrorAndTheOldFileStays() throws IOException {
    target().put(RELEASE, bytes("old"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().copy(TargetPath.of("dists/none"), RELEASE))
        .withMessageContaining("dists/none")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    assertContent(RELEASE, "old");
  }

  @Test
  void deleteTellsWhetherTheFileWasThere() throws IOException {
    target().put(RELEASE, bytes("x"));
    assertThat(target().delete(TargetPath.of("dists/trixie"))).isFalse();
    assertThat(target().delete(TargetPath.of("dists/trixie/none"))).isFalse();
    assertContent(RELEASE, "x");
    assertThat(target().delete(RELEASE)).isTrue();
    assertThat(target().delete(RELEASE)).isFalse();
    assertThat(target().find(RELEASE)).isEmpty();
    target().put(RELEASE, bytes("again"));
    assertContent(RELEASE, "again");
    target().sync();
  }

  @Test
  void aDirectoryIsNotAFile() throws IOException {
    target().put(RELEASE, bytes("x"));
    assertThat(target().find(TargetPath.of("dists/trixie"))).isEmpty();
    assertThat(target().find(TargetPath.ROOT)).isEmpty();
    assertThat(target().find(RELEASE.resolve("below"))).isEmpty();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> target().put(TargetPath.ROOT, bytes("x")))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PATH));
  }

  @Test
  void listShowsOneDirectoryOnly() throws IOException {
    for (String path : List.of("a/1", "a/b/2", "ab/3", "c")) {
      target().put(TargetPath.of(path), bytes("x"));
    }
    assertThat(list(TargetPath.of("a"))).containsExactly("a/1", "a/b/2");
    assertThat(list(TargetPath.ROOT)).containsExactly("a/1", "a/b/2", "ab/3", "c");
  }

  @Test
  void namesBeyondAsciiWork() throws IOException {
    var path = TargetPath.of("dists/\u00e9t\u00e9/a b+c~%3a");
    target().put(path, bytes("x"));
    assertContent(path, "x");
    assertThat(list(TargetPath.ROOT)).containsExactly(path.text());
  }

  @Test
  void eightThreadsLinkTheSameFilesAndEachIsLinkedOnce() throws Exception {
    List<PoolFile> files = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      files.add(pooled("content " + i));
    }
    List<LinkResult> results = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(8)) {
      List<Future<List<LinkResult>>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        all.add(executor.submit(() -> linkAll(files)));
      }
      for (var one : all) {
        results.addAll(one.get());
      }
    }
    assertThat(results).hasSize(240).noneMatch(LinkResult.Clash.class::isInstance);
    assertThat(results.stream().filter(LinkResult.Linked.class::isInstance)).hasSize(30);
    assertThat(list(TargetPath.ROOT)).hasSize(30);
  }

  private List<LinkResult> linkAll(List<PoolFile> files) throws IOException {
    List<LinkResult> results = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      var path = TargetPath.of("pool/" + i % 7 + "/" + i % 3 + "/" + i + ".deb");
      results.add(target().link(files.get(i), path, ClashPolicy.REFUSE));
    }
    return results;
  }

  @Test
  void filesMayComeAndGoInOneDirectoryAtOnce() throws Exception {
    var file = pooled("hello");
    try (var executor = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        var path = TargetPath.of("pool/main/h/hello/" + thread);
        all.add(executor.submit(() -> comeAndGo(file, path)));
      }
      for (var one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(list(TargetPath.ROOT)).isEmpty();
  }

  private boolean comeAndGo(PoolFile file, TargetPath path) throws IOException {
    for (int i = 0; i < 150; i++) {
      if (!(target().link(file, path, ClashPolicy.REFUSE) instanceof LinkResult.Linked)
          || !target().delete(path)) {
        return false;
      }
      target().put(path, bytes("x" + i));
      if (!target().delete(path)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aReaderSeesOnlyWholeVersionsOfAFile() throws Exception {
    var stop = new AtomicBoolean();
    var sizes = List.of(10L, 200_000L);
    var old = new byte[10];
    var young = new byte[200_000];
    target().put(RELEASE, old);
    try (var executor = Executors.newSingleThreadExecutor()) {
      var reader =
          executor.submit(() -> {
            int seen = 0;
            while (!stop.get()) {
              var digest = target().digest(RELEASE);
              assertThat(digest)
                  .isIn(ChecksumCalculator.of(old).sha256(), ChecksumCalculator.of(young).sha256());
              assertThat(target().find(RELEASE).orElseThrow().sizeBytes()).isIn(sizes);
              seen++;
            }
            return seen;
          });
      for (int i = 0; i < 200; i++) {
        target().put(RELEASE, i % 2 == 0 ? young : old);
      }
      stop.set(true);
      assertThat(reader.get()).isPositive();
    }
  }
}
