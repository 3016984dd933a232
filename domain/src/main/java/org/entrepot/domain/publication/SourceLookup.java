package org.entrepot.domain.publication;

import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;

/// Finds what snapshots were made from. Things may have been dropped since.
public interface SourceLookup {
  /// The local repository of this id.
  Optional<Repository> findRepository(UUID id);

  /// The snapshot of this id.
  Optional<Snapshot> findSnapshot(UUID id);

  /// What the mirror of this id publishes upstream.
  default Optional<SourceNames> findMirror(UUID id) {
    return Optional.empty();
  }
}
