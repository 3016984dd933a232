package org.entrepot.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.filesystem.FailingCalls.Afterwards;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.LinkResult;
import org.entrepot.storage.target.PublishTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Makes every single call to the disk fail in turn, while a small archive is updated.
final class FilesystemTargetFaultTest {
  private static final TargetPath DEB = TargetPath.of("pool/h/hello.deb");
  private static final TargetPath FORCED = TargetPath.of("pool/h/forced.deb");
  private static final TargetPath HASHED = TargetPath.of("dists/x/by-hash/1");
  private static final TargetPath PACKAGES = TargetPath.of("dists/x/Packages");
  private static final TargetPath RELEASE = TargetPath.of("dists/x/Release");
  private static final TargetPath STALE = TargetPath.of("dists/x/old/deep/Packages");

  /// Every path of the archive before and after the update; empty where there is no file.
  private static final Map<TargetPath, String> BEFORE =
      new TreeMap<>(
          Map.of(
              DEB, "", FORCED, "another", HASHED, "", PACKAGES, "old", RELEASE, "old", STALE, "s"));

  private static final Map<TargetPath, String> AFTER =
      new TreeMap<>(
          Map.of(
              DEB, "deb", FORCED, "deb", HASHED, "index", PACKAGES, "index", RELEASE, "release",
              STALE, ""));

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(LinkMethod.class)
  void whereverTheDiskFailsEachPathIsOldOrNewAndASecondRunCompletes(LinkMethod method)
      throws IOException {
    var pool = new FilesystemPool(directory.resolve("pool"));
    PoolFile deb;
    try (var batch = pool.newBatch()) {
      deb = batch.add("hello.deb", new ByteArrayInputStream(bytes("deb"))).file();
      batch.commit();
    }
    for (Afterwards afterwards : Afterwards.values()) {
      int calls = 0;
      boolean failed = true;
      while (failed) {
        calls++;
        Path root = directory.resolve(afterwards + "-" + calls);
        prepare(new FilesystemTarget(root, method, VerifyMethod.DIGEST, pool));
        var faults = new FailingCalls(calls, afterwards);
        failed =
            !succeeds(new FilesystemTarget(root, method, VerifyMethod.DIGEST, pool, faults), deb);
        assertThat(faults.hasFailed()).as("call %s was made", calls).isEqualTo(failed);

        var target = new FilesystemTarget(root, method, VerifyMethod.DIGEST, pool);
        assertOldOrNew(target);
        target.sweep(Instant.MAX);
        assertThat(temporaries(root)).isEmpty();
        assertThat(succeeds(target, deb)).isTrue();
        for (var path : AFTER.keySet()) {
          assertThat(content(target, path)).as("content of %s", path).isEqualTo(AFTER.get(path));
        }
        assertThat(root.resolve("dists/x/old")).doesNotExist();
      }
      assertThat(calls).isGreaterThan(15);
    }
  }

  private static void prepare(PublishTarget target) throws IOException {
    for (var entry : BEFORE.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        target.put(entry.getKey(), bytes(entry.getValue()));
      }
    }
    target.sync();
  }

  private boolean succeeds(PublishTarget target, PoolFile deb) {
    try {
      assertThat(target.link(deb, DEB, ClashPolicy.REFUSE)).isNotInstanceOf(LinkResult.Clash.class);
      assertThat(target.link(deb, FORCED, ClashPolicy.REPLACE))
          .isNotInstanceOf(LinkResult.Clash.class);
      Path index = Files.write(directory.resolve("index"), bytes("index"));
      target.take(HASHED, index, ChecksumCalculator.of(index));
      target.sync();
      target.copy(HASHED, PACKAGES);
      target.put(RELEASE, bytes("release"));
      target.sync();
      target.delete(STALE);
      target.sync();
      return true;
    } catch (IOException e) {
      assertThat(e).hasStackTraceContaining("made to fail");
      return false;
    }
  }

  private static void assertOldOrNew(PublishTarget target) throws IOException {
    for (var path : BEFORE.keySet()) {
      assertThat(content(target, path))
          .as("content of %s", path)
          .isIn(BEFORE.get(path), AFTER.get(path));
    }
    try (var files = target.list(TargetPath.ROOT)) {
      assertThat(files.map(file -> file.path())).isSubsetOf(BEFORE.keySet());
    }
  }

  private static String content(PublishTarget target, TargetPath path) throws IOException {
    Optional<Path> file = target.findLocalPath(path);
    return target.find(path).isEmpty() ? "" : Files.readString(file.orElseThrow());
  }

  private static List<Path> temporaries(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(TargetPath.TEMPORARY_PREFIX))
          .toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aSweepInTheMiddleOfAWriteMakesTheWriterBeginAgain() throws IOException {
    Path root = directory.resolve("public");
    var pool = new FilesystemPool(directory.resolve("pool"));
    var sweeper = new FilesystemTarget(root, LinkMethod.COPY, VerifyMethod.DIGEST, pool);
    var swept = new AtomicInteger();
    FaultPoint faults =
        (call, _) -> {
          if (call.equals("rename") && swept.get() < 3) {
            swept.addAndGet(sweeper.sweep(Instant.MAX));
          }
        };
    var target = new FilesystemTarget(root, LinkMethod.COPY, VerifyMethod.DIGEST, pool, faults);
    target.put(RELEASE, bytes("text"));
    assertThat(swept).hasValue(3);
    assertThat(target.digest(RELEASE)).isEqualTo(ChecksumCalculator.of(bytes("text")).sha256());
  }

  @Test
  void aSweepTakesOldTemporariesAndNothingElse() throws IOException {
    Path root = Files.createDirectories(directory.resolve("public"));
    var pool = new FilesystemPool(directory.resolve("pool"));
    var target = new FilesystemTarget(root, LinkMethod.HARDLINK, VerifyMethod.DIGEST, pool);
    Path temporary = root.resolve("dists/x/.entrepot-1234");
    Files.createDirectories(temporary.getParent());
    Files.write(temporary, bytes("half"));
    Files.write(root.resolve("dists/.hidden"), bytes("mine"));
    var written = Files.getLastModifiedTime(temporary).toInstant();

    assertThat(target.sweep(written)).isZero();
    try (var files = target.list(TargetPath.ROOT)) {
      assertThat(files.map(file -> file.path().text())).containsExactly("dists/.hidden");
    }
    assertThat(target.sweep(written.plusSeconds(1))).isEqualTo(1);
    assertThat(root.resolve("dists/x")).doesNotExist();
    assertThat(root.resolve("dists/.hidden")).exists();
  }

  @Test
  void whatReplacesAFileIsSyncedBeforeItIsSeen() throws IOException {
    List<String> calls = new ArrayList<>();
    var pool = new FilesystemPool(directory.resolve("pool"));
    var target =
        new FilesystemTarget(
            directory.resolve("public"),
            LinkMethod.HARDLINK,
            VerifyMethod.DIGEST,
            pool,
            (call, _) -> calls.add(call));
    target.put(RELEASE, bytes("one"));
    calls.clear();
    target.put(RELEASE, bytes("two"));
    assertThat(calls).containsExactly("create", "write", "sync", "rename");
  }
}
