package org.entrepot.server.api.snapshot;

import java.util.List;
import org.entrepot.domain.dependency.MissingDependency;
import org.entrepot.domain.packages.PackageRelations;

/// A dependency that nothing satisfies, with the packages that have it.
record MissingShape(String dependency, String architecture, List<String> neededBy) {
  static MissingShape of(MissingDependency missing) {
    return new MissingShape(
        missing.relationship().toString(),
        missing.architecture().name(),
        missing.needing().stream().map(PackageRelations::displayName).sorted().toList());
  }
}
