package org.entrepot.service.search;

import org.entrepot.catalog.View;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PackageSource;

/// The packages of mirrors, repositories and snapshots, whichever it is.
public final class SourceSets {
  private SourceSets() {}

  /// The packages of a source at this instant.
  ///
  /// @throws RepositoryException when there is no such source
  public static PackageSet require(View view, PackageSource source) {
    return switch (source.kind()) {
      case MIRROR ->
          view.set(Objects.requireMirror(view, new MirrorName(source.name())).state().packages());
      case REPOSITORY ->
          view.set(Objects.requireRepository(view, new RepositoryName(source.name())).packages());
      case SNAPSHOT ->
          view.set(Objects.requireSnapshot(view, new SnapshotName(source.name())).packages());
    };
  }
}
