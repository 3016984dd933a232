package org.entrepot.domain.snapshot;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.domain.repository.Repository;

/// How a snapshot came about, with the sentence that says so to people and to clients of the API,
/// which know these very words. Immutable.
///
/// @param kind what the sources are
/// @param sourceIds what it was made from
/// @param description the sentence
public record SnapshotOrigin(SourceKind kind, List<UUID> sourceIds, String description) {
  public SnapshotOrigin {
    sourceIds = List.copyOf(sourceIds);
  }

  /// Made from nothing.
  public static SnapshotOrigin empty() {
    return new SnapshotOrigin(SourceKind.SNAPSHOT, List.of(), "Created as empty");
  }

  /// Made from a local repository.
  public static SnapshotOrigin of(Repository repository) {
    return new SnapshotOrigin(
        SourceKind.REPOSITORY,
        List.of(repository.id()),
        "Snapshot from local repo " + repository.displayName());
  }

  /// Made from a mirror.
  public static SnapshotOrigin ofMirror(UUID mirrorId, String mirrorDisplayName) {
    return new SnapshotOrigin(
        SourceKind.MIRROR, List.of(mirrorId), "Snapshot from mirror " + mirrorDisplayName);
  }

  /// Merged from several snapshots.
  public static SnapshotOrigin merged(List<Snapshot> sources) {
    var names =
        sources.stream().map(source -> "'" + source.name() + "'").collect(Collectors.joining(", "));
    return new SnapshotOrigin(
        SourceKind.SNAPSHOT,
        sources.stream().map(Snapshot::id).toList(),
        "Merged from sources: " + names);
  }

  /// Pulled from one snapshot into another.
  ///
  /// @param queries as given, joined the way the caller joins them
  public static SnapshotOrigin pulled(Snapshot target, Snapshot source, String queries) {
    return new SnapshotOrigin(
        SourceKind.SNAPSHOT,
        List.of(target.id(), source.id()),
        "Pulled into '%s' with '%s' as source, pull request was: '%s'"
            .formatted(target.name(), source.name(), queries));
  }

  /// Filtered from a snapshot.
  ///
  /// @param queries as given, joined the way the caller joins them
  public static SnapshotOrigin filtered(Snapshot source, String queries) {
    return new SnapshotOrigin(
        SourceKind.SNAPSHOT,
        List.of(source.id()),
        "Filtered '%s', query was: '%s'".formatted(source.name(), queries));
  }
}
