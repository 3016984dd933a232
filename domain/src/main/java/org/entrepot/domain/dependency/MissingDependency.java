package org.entrepot.domain.dependency;

import java.util.List;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Relationship;

/// A dependency that nothing satisfies. Immutable.
///
/// @param architecture for which it is missing
/// @param relationship those of its alternatives that count for the architecture
/// @param needing the packages that have it, at least one
public record MissingDependency(
    Architecture architecture, Relationship relationship, List<PackageRelations> needing) {
  public MissingDependency {
    needing = List.copyOf(needing);
  }

  /// The relationship with the architecture, such as `libfoo1 (>= 1.0) | libbar [amd64]`.
  @Override
  public String toString() {
    return relationship + " [" + architecture + "]";
  }
}
