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

  /// Snapshots to merge.
  record Merge(@Required List<String> sources) {}

  /// Packages to pull.
  record Pull(
      @Required String source,
      @Required String destination,
      @Required List<String> queries,
      List<String> architectures) {}

  /// Packages to keep.
  record Filter(
      @Required String destination,
      @Required List<String> queries,
      boolean withDeps,
      List<String> architectures) {}

  /// New values; what is absent or empty stays.
  record Edit(Optional<String> name, Optional<String> description) {
    Edit {
      name = name.filter(text -> !text.isEmpty());
      description = description.filter(text -> !text.isEmpty());
    }
  }
}
