package org.entrepot.service.operation;

import java.util.Optional;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;

/// Changes of snapshots. The packages of one never change.
public sealed interface SnapshotOperation extends Operation {

  /// A snapshot of a repository as it is when the operation runs, or an empty one. `description`
  /// replaces the usual text.
  record CreateSnapshot(
      SnapshotName name, Optional<RepositoryName> fromRepository, Optional<String> description)
      implements SnapshotOperation {
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

  /// Removes a snapshot; with [Force#FORCE] also one that other snapshots were made from.
  record DropSnapshot(SnapshotName name, Force force) implements SnapshotOperation {
    @Override
    public String title() {
      return "Drop snapshot " + name;
    }
  }
}
