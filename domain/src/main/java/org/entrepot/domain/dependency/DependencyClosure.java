package org.entrepot.domain.dependency;

import java.util.List;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;

/// A choice of packages with what it takes along. Immutable.
///
/// @param packages the chosen packages and the added ones
/// @param added what was taken along, in the order of being found
/// @param missing what nothing satisfies, in the order of being found
/// @param faults one sentence for each relationship that could not be read and was passed over
public record DependencyClosure(
    PackageSet packages,
    List<PackageRelations> added,
    List<MissingDependency> missing,
    List<String> faults) {
  public DependencyClosure {
    added = List.copyOf(added);
    missing = List.copyOf(missing);
    faults = List.copyOf(faults);
  }
}
