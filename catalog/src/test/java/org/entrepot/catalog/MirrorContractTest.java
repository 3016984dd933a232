package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.ReleaseMark;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.junit.jupiter.api.Test;

/// What every engine does with mirrors.
abstract class MirrorContractTest extends CatalogHarness {
  private static final PackageSet SET = PackageSet.of(IntStream.of(1, 5, 7));

  private void write(Consumer<Transaction> change) {
    catalog.write(t -> {
      change.accept(t);
      return true;
    });
  }

  private static Mirror fresh(String name) {
    return new Mirror(
        UUID.randomUUID(),
        new MirrorName(name),
        new Upstream(
            List.of(new ArchiveUrl("http://a.example/debian")),
            "stable",
            List.of("main"),
            List.of("amd64")),
        Selection.ALL,
        Trust.DEFAULT,
        MirrorState.fresh(new TreeMap<>()));
  }

  private static final Checksums SUMS = ChecksumCalculator.of(new byte[] {1, 2, 3});
  private static final ArchiveFiles ALONG =
      new ArchiveFiles(
          List.of(
              new MirrorFile("main/i18n/Translation-de.xz", SUMS),
              new MirrorFile("main/dep11/Components-amd64.yml.gz", SUMS)));

  private static Mirror rich(String name) {
    var sums = SUMS;
    return new Mirror(
        UUID.randomUUID(),
        new MirrorName(name),
        new Upstream(
            List.of(
                new ArchiveUrl("https://a.example/debian"), new ArchiveUrl("ftp://b.example/d/")),
            "stable/updates",
            List.of("main", "non-free"),
            List.of("i386", "amd64")),
        new Selection(
            "nginx, $Version (>= 1:2)\n|'x y'",
            true,
            Set.of(MirrorPart.SOURCES, MirrorPart.APPSTREAM),
            Set.of(SkippedCheck.COMPONENTS),
            List.of("de", "pt_BR")),
        new Trust(Trust.Signatures.IGNORED, List.of("/k/a.gpg", "b 2.kbx")),
        new MirrorState(
            new TreeMap<>(Map.of("Suite", "stable", "Description", " a\n b\n")),
            Optional.of(Instant.parse("2026-01-02T03:04:05.123456Z")),
            Optional.of(
                new ReleaseMark(
                    "InRelease",
                    sums.sha256(),
                    "W/\"x:1\"",
                    "Mon, 01 Jan 2026 00:00:00 GMT",
                    Optional.of(Instant.EPOCH),
                    Optional.empty(),
                    true,
                    "latest")),
            ALONG.digest(),
            SET.digest(),
            SET.size()));
  }

  private Mirror stored(Mirror mirror) {
    write(t -> {
      t.putSet(PackageSet.empty());
      t.putSet(SET);
      t.putArchiveFiles(ALONG);
      t.insertMirror(mirror);
    });
    return mirror;
  }

  @Test
  void aMirrorComesBackAsItWentIn() {
    var zeta = stored(rich("zeta"));
    var alpha = stored(fresh("alpha ü'%"));
    assertThat(seen(catalog, v -> v.findMirror(zeta.name())).value()).contains(zeta);
    assertThat(seen(catalog, v -> v.findMirror(alpha.id())).value()).contains(alpha);
    assertThat(seen(catalog, View::mirrors).value()).containsExactly(alpha, zeta);
    assertThat(seen(catalog, v -> v.findMirror(new MirrorName("ZETA"))).value()).isEmpty();
  }

  @Test
  void aNameBelongsToOneMirror() {
    stored(fresh("one"));
    assertThatThrownBy(() -> stored(fresh("one")))
        .isInstanceOf(ConflictException.class)
        .hasMessage("mirror one exists already: choose another name or drop it");
    var two = stored(fresh("two"));
    assertThatThrownBy(() -> write(t -> t.updateMirror(two, two.withName(new MirrorName("one")))))
        .isInstanceOf(ConflictException.class);
    assertThat(seen(catalog, View::mirrors).value()).hasSize(2);
  }

  @Test
  void aChangeOfAnOldStateIsRefused() {
    var old = stored(fresh("m"));
    var renamed = old.withName(new MirrorName("n"));
    write(t -> t.updateMirror(old, renamed));
    assertThatThrownBy(() -> write(t -> t.updateMirror(old, old.withName(new MirrorName("o")))))
        .isInstanceOf(StaleException.class);
    assertThat(seen(catalog, View::mirrors).value()).containsExactly(renamed);
    write(t -> t.deleteMirror(renamed.id()));
    assertThat(seen(catalog, View::mirrors).value()).isEmpty();
    assertThatThrownBy(() -> write(t -> t.deleteMirror(renamed.id())))
        .isInstanceOf(StaleException.class);
  }

  @Test
  void aMirrorKeepsItsSet() {
    var mirror = stored(rich("m"));
    write(Transaction::sweepSets);
    assertThat(seen(catalog, v -> v.set(mirror.state().packages())).value()).isEqualTo(SET);
    write(t -> {
      t.deleteMirror(mirror.id());
      t.sweepSets();
    });
    assertThatThrownBy(() -> catalog.read(v -> v.set(SET.digest())))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aMirrorAndItsSnapshotsKeepTheFilesAlong() {
    var mirror = stored(rich("m"));
    var snapshot =
        Snapshot.of(
                UUID.randomUUID(),
                new SnapshotName("s"),
                Instant.EPOCH,
                SnapshotOrigin.ofMirror(mirror.id(), "m"),
                SET)
            .withFiles(ALONG);
    write(t -> t.insertSnapshot(snapshot));
    write(t -> {
      t.deleteMirror(mirror.id());
      t.sweepSets();
    });
    assertThat(seen(catalog, v -> v.findSnapshot(snapshot.name())).value()).contains(snapshot);
    assertThat(seen(catalog, v -> v.archiveFiles(snapshot.files())).value()).isEqualTo(ALONG);
    write(t -> {
      t.deleteSnapshot(snapshot.id());
      t.sweepSets();
    });
    assertThatThrownBy(() -> catalog.read(v -> v.archiveFiles(ALONG.digest())))
        .isInstanceOf(ConflictException.class);
    assertThat(seen(catalog, v -> v.archiveFiles(ArchiveFiles.NONE.digest())).value())
        .isEqualTo(ArchiveFiles.NONE);
  }

  @Test
  void filesThatAreNotStoredAreRefused() {
    write(t -> {
      t.putSet(PackageSet.empty());
      t.putSet(SET);
    });
    assertThatThrownBy(() -> write(t -> t.insertMirror(rich("m"))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("list of files");
  }

  @Test
  void aSetThatIsNotStoredIsRefused() {
    write(t -> t.putSet(PackageSet.empty()));
    assertThatThrownBy(() -> write(t -> t.insertMirror(rich("m"))))
        .isInstanceOf(ConflictException.class);
  }
}
