package org.entrepot.server.api.snapshot;

import java.util.List;
import java.util.Optional;
import org.entrepot.server.api.body.Required;

/// Bodies of the routes of snapshots.
final class SnapshotBodies {
  private SnapshotBodies() {}

  /// A snapshot of a repository.
  record OfRepository(@Required String name, String description) {}

  /// A snapshot of snapshots and packages.
  record Create(
      @Required String name,
      String description,
      List<String> sourceSnapshots,
      List<String> packageRefs) {}

  /// New values; what is absent or empty stays.
  record Edit(Optional<String> name, Optional<String> description) {
    Edit {
      name = name.filter(text -> !text.isEmpty());
      description = description.filter(text -> !text.isEmpty());
    }
  }
}
