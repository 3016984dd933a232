package org.entrepot.server.api.shape;

import java.util.Locale;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.format.packages.PackageKey;
import org.jspecify.annotations.Nullable;

/// One line of a comparison: keys of packages, null on the side that has none, and the kind of
/// change: added, removed, upgraded, downgraded or rebuilt.
public record DifferenceShape(@Nullable String left, @Nullable String right, String change) {
  /// One line.
  public static DifferenceShape of(Difference difference) {
    return new DifferenceShape(
        difference.left().map(PackageKey::full).orElse(null),
        difference.right().map(PackageKey::full).orElse(null),
        difference.change().name().toLowerCase(Locale.ROOT));
  }
}
