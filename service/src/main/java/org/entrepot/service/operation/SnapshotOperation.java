package org.entrepot.service.operation;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;

/// Changes of snapshots. The packages of one never change.
public sealed interface SnapshotOperation extends Operation {

  /// A snapshot of a repository as it is when the operation runs, or one of other snapshots and
  /// stored packages, or an empty one. `description` replaces the usual text.
  ///
  /// The packages of `fromSnapshots` are taken from left to right, a later one replacing those of
  /// the same name and architecture; `packageKeys` likewise come on top.
  record CreateSnapshot(
      SnapshotName name,
      Optional<RepositoryName> fromRepository,
      List<SnapshotName> fromSnapshots,
      List<String> packageKeys,
      Optional<String> description)
      implements SnapshotOperation {
    /// @throws IllegalArgumentException for a repository beside snapshots or packages
    public CreateSnapshot {
      fromSnapshots = List.copyOf(fromSnapshots);
      packageKeys = List.copyOf(packageKeys);
      if (fromRepository.isPresent() && !(fromSnapshots.isEmpty() && packageKeys.isEmpty())) {
        throw new IllegalArgumentException(
            "snapshot %s: made either of a repository or of snapshots and packages"
                .formatted(name));
      }
    }

    /// A snapshot of a repository, or an empty one.
    public CreateSnapshot(
        SnapshotName name, Optional<RepositoryName> fromRepository, Optional<String> description) {
      this(name, fromRepository, List.of(), List.of(), description);
    }

    @Override
    public String title() {
      return "Create snapshot " + name;
    }
  }

  /// Another name for the same snapshot.
  record RenameSnapshot(SnapshotName name, SnapshotName newName) implements SnapshotOperation {
    @Override
    public String title() {
      return "Rename snapshot " + name + " to " + newName;
    }
  }

  /// Another name, another description, or both; an absent one stays as it is.
  record EditSnapshot(
      SnapshotName name, Optional<SnapshotName> newName, Optional<String> description)
      implements SnapshotOperation {
    @Override
    public String title() {
      return "Edit snapshot " + name;
    }
  }

  /// Removes a snapshot; with [Force#FORCE] also one that other snapshots were made from.
  record DropSnapshot(SnapshotName name, Force force) implements SnapshotOperation {
    @Override
    public String title() {
      return "Drop snapshot " + name;
    }
  }
}
