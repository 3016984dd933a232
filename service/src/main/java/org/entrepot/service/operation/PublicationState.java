package org.entrepot.service.operation;

import java.util.List;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.PublicationOperation.Source;

/// A publication at an instant, as plain data: what clients are told of it.
///
/// @param sources its components in their order, with the names that the sources had
/// @param packageCount packages over all components
public record PublicationState(
    PublicationPoint point,
    SourceKind kind,
    List<Source> sources,
    List<String> architectures,
    String origin,
    String label,
    String suite,
    String codename,
    String version,
    String signedBy,
    String notAutomatic,
    String butAutomaticUpgrades,
    boolean skipContents,
    boolean byHash,
    boolean multiDist,
    int packageCount) {
  public PublicationState {
    sources = List.copyOf(sources);
    architectures = List.copyOf(architectures);
  }
}
