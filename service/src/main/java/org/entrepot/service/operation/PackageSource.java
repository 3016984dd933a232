package org.entrepot.service.operation;

import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.SourceKind;

/// A mirror, repository or snapshot by its name: where packages are taken from.
public record PackageSource(SourceKind kind, String name) {
  /// A mirror.
  public static PackageSource of(MirrorName name) {
    return new PackageSource(SourceKind.MIRROR, name.value());
  }

  /// A repository.
  public static PackageSource of(RepositoryName name) {
    return new PackageSource(SourceKind.REPOSITORY, name.value());
  }

  /// A snapshot.
  public static PackageSource of(SnapshotName name) {
    return new PackageSource(SourceKind.SNAPSHOT, name.value());
  }

  @Override
  public String toString() {
    return name;
  }
}
