package org.entrepot.domain.query;

import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// Every package.
public record AllPackages() implements PackageQuery {
  @Override
  public boolean matches(Package candidate) {
    return true;
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    return Optional.of(true);
  }

  @Override
  public boolean judgesKeys() {
    return true;
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return true;
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    return Optional.empty();
  }

  /// The language has no word for this; bare `$Version` means the same.
  @Override
  public String toString() {
    return "$Version";
  }
}
