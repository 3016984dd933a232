package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.entrepot.catalog.View;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.OperationResult.SnapshotState;

/// A snapshot.
///
/// @param createdAt RFC 3339
/// @param appStreamFiles metadata of programs by path, with its place in the pool; left out when
///   there is none
public record SnapshotShape(
    String name,
    String createdAt,
    String sourceKind,
    String description,
    String origin,
    String notAutomatic,
    String butAutomaticUpgrades,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> appStreamFiles) {
  /// The snapshot as a task left it.
  public static SnapshotShape of(SnapshotState state) {
    return new SnapshotShape(
        state.name(),
        state.createdAt().toString(),
        word(state.kind()),
        state.description(),
        state.origin(),
        state.notAutomatic(),
        state.butAutomaticUpgrades(),
        state.appStreamFiles());
  }

  /// The snapshot as it is.
  public static SnapshotShape of(View view, Snapshot snapshot) {
    return of(SnapshotState.of(view, snapshot));
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
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> appStreamFiles,
      int numPackages) {
    /// The snapshot as it is.
    public static Listed of(View view, Snapshot snapshot) {
      return new Listed(
          snapshot.name().value(),
          snapshot.createdAt().toString(),
          word(snapshot.kind()),
          snapshot.description(),
          snapshot.origin(),
          snapshot.notAutomatic(),
          snapshot.butAutomaticUpgrades(),
          SnapshotState.of(view, snapshot).appStreamFiles(),
          snapshot.packageCount());
    }
  }
}
