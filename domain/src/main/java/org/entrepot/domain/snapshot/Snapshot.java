package org.entrepot.domain.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;

/// A snapshot: a named set of packages that never changes; only its name and description may.
/// Immutable.
///
/// @param kind what the sources are
/// @param sourceIds what it was made from, in the order given, repeats kept; some may be gone
/// @param description how it came about
/// @param origin Origin of the mirror, or empty
/// @param notAutomatic NotAutomatic of the mirror, or empty
/// @param butAutomaticUpgrades ButAutomaticUpgrades of the mirror, or empty
/// @param packages digest of its [PackageSet]
/// @param packageCount size of that set
/// @param files digest of the [ArchiveFiles] that go along with the packages
public record Snapshot(
    UUID id,
    SnapshotName name,
    Instant createdAt,
    SourceKind kind,
    List<UUID> sourceIds,
    String description,
    String origin,
    String notAutomatic,
    String butAutomaticUpgrades,
    Sha256 packages,
    int packageCount,
    Sha256 files) {
  public Snapshot {
    sourceIds = List.copyOf(sourceIds);
    if (packageCount < 0) {
      throw new IllegalArgumentException("The snapshot " + name + " has a negative size");
    }
  }

  /// A new snapshot without the fields that only mirrors give.
  public static Snapshot of(
      UUID id, SnapshotName name, Instant createdAt, SnapshotOrigin from, PackageSet packages) {
    return new Snapshot(
        id,
        name,
        createdAt,
        from.kind(),
        from.sourceIds(),
        from.description(),
        "",
        "",
        "",
        packages.digest(),
        packages.size(),
        ArchiveFiles.NONE.digest());
  }

  /// The same snapshot with files that go along with its packages.
  public Snapshot withFiles(ArchiveFiles along) {
    return new Snapshot(
        id,
        name,
        createdAt,
        kind,
        sourceIds,
        description,
        origin,
        notAutomatic,
        butAutomaticUpgrades,
        packages,
        packageCount,
        along.digest());
  }

  /// The same snapshot under another name and description.
  public Snapshot renamed(SnapshotName newName, String newDescription) {
    return new Snapshot(
        id,
        newName,
        createdAt,
        kind,
        sourceIds,
        newDescription,
        origin,
        notAutomatic,
        butAutomaticUpgrades,
        packages,
        packageCount,
        files);
  }

  /// `[name]: description`, or `[name]` without one.
  public String displayName() {
    return description.isEmpty() ? "[" + name + "]" : "[" + name + "]: " + description;
  }
}
