package org.entrepot.domain.dependency;

import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Relationship;

/// A dependency that nothing satisfies. Immutable.
///
/// @param needing the package that has it
/// @param architecture for which it is missing
/// @param relationship those of its alternatives that count for the architecture
public record MissingDependency(
    StoredPackage needing, Architecture architecture, Relationship relationship) {
  /// The relationship with the architecture, such as `libfoo1 (>= 1.0) | libbar [amd64]`.
  @Override
  public String toString() {
    return relationship + " [" + architecture + "]";
  }
}
