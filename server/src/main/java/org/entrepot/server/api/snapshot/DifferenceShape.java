package org.entrepot.server.api.snapshot;

import org.entrepot.domain.snapshot.Difference;
import org.entrepot.format.packages.PackageKey;
import org.jspecify.annotations.Nullable;

/// One line of a comparison: keys of packages; null on the side that has none.
record DifferenceShape(@Nullable String left, @Nullable String right) {
  static DifferenceShape of(Difference difference) {
    return new DifferenceShape(
        difference.left().map(PackageKey::full).orElse(null),
        difference.right().map(PackageKey::full).orElse(null));
  }
}
