package org.entrepot.server.api.shape;

import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.OperationResult.SnapshotState;

/// A snapshot.
///
/// @param createdAt RFC 3339
public record SnapshotShape(
    String name,
    String createdAt,
    String sourceKind,
    String description,
    String origin,
    String notAutomatic,
    String butAutomaticUpgrades) {
  /// The snapshot as a task left it.
  public static SnapshotShape of(SnapshotState state) {
    return new SnapshotShape(
        state.name(),
        state.createdAt().toString(),
        word(state.kind()),
        state.description(),
        state.origin(),
        state.notAutomatic(),
        state.butAutomaticUpgrades());
  }

  /// The snapshot as it is.
  public static SnapshotShape of(Snapshot snapshot) {
    return of(SnapshotState.of(snapshot));
  }

  /// What clients call the kind of a source.
  public static String word(SourceKind kind) {
    return switch (kind) {
      case MIRROR -> "repo";
      case REPOSITORY -> "local";
      case SNAPSHOT -> "snapshot";
    };
  }

  /// In a list.
  public record Listed(
      String name,
      String createdAt,
      String sourceKind,
      String description,
      String origin,
      String notAutomatic,
      String butAutomaticUpgrades,
      int numPackages) {
    /// The snapshot as it is.
    public static Listed of(Snapshot snapshot) {
      return new Listed(
          snapshot.name().value(),
          snapshot.createdAt().toString(),
          word(snapshot.kind()),
          snapshot.description(),
          snapshot.origin(),
          snapshot.notAutomatic(),
          snapshot.butAutomaticUpgrades(),
          snapshot.packageCount());
    }
  }
}
