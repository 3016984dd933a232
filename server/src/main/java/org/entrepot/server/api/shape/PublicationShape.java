package org.entrepot.server.api.shape;

import java.util.List;
import org.entrepot.service.operation.PublicationState;

/// A publication: exactly these 18 members.
public record PublicationShape(
    boolean acquireByHash,
    List<String> architectures,
    String butAutomaticUpgrades,
    String codename,
    String distribution,
    String label,
    boolean multiDist,
    String notAutomatic,
    String origin,
    String path,
    String prefix,
    String signedBy,
    boolean skipContents,
    String sourceKind,
    List<SourceShape> sources,
    String storage,
    String suite,
    String version) {
  /// The publication at an instant.
  public static PublicationShape of(PublicationState state) {
    return new PublicationShape(
        state.byHash(),
        state.architectures(),
        state.butAutomaticUpgrades(),
        state.codename(),
        state.point().distribution().value(),
        state.label(),
        state.multiDist(),
        state.notAutomatic(),
        state.origin(),
        state.point().toString(),
        state.point().prefix().path(),
        state.signedBy(),
        state.skipContents(),
        SnapshotShape.word(state.kind()),
        SourceShape.of(state.sources()),
        state.point().storage().value(),
        state.suite(),
        state.version());
  }
}
