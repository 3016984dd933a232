package org.entrepot.domain.mirror;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;

/// What the last update found. Immutable.
///
/// @param meta fields of the Release file by their customary names, without the lists of digests
/// @param lastDownload when the last update succeeded; absent before the first
/// @param mark which Release file that was; absent when the next update must not rely on it
/// @param files digest of the [ArchiveFiles], what was mirrored beside packages
/// @param packages digest of the [PackageSet]
/// @param packageCount size of that set
public record MirrorState(
    SortedMap<String, String> meta,
    Optional<Instant> lastDownload,
    Optional<ReleaseMark> mark,
    Sha256 files,
    Sha256 packages,
    int packageCount) {
  public MirrorState {
    meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
  }

  /// Before the first update.
  public static MirrorState fresh(SortedMap<String, String> meta) {
    return new MirrorState(
        meta,
        Optional.empty(),
        Optional.empty(),
        ArchiveFiles.NONE.digest(),
        PackageSet.empty().digest(),
        PackageSet.empty().size());
  }

  /// The same when the next update must look at everything.
  public MirrorState withoutMark() {
    return new MirrorState(meta, lastDownload, Optional.empty(), files, packages, packageCount);
  }

  /// The same with the fields of another Release file, of which nothing was downloaded yet.
  public MirrorState withMeta(SortedMap<String, String> newMeta) {
    return new MirrorState(newMeta, lastDownload, Optional.empty(), files, packages, packageCount);
  }

  /// The same, looked at again.
  public MirrorState unchangedAt(Instant instant, Optional<ReleaseMark> newMark) {
    return new MirrorState(meta, Optional.of(instant), newMark, files, packages, packageCount);
  }
}
