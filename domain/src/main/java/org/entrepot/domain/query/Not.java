package org.entrepot.domain.query;

import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// The opposite of a query: `!a`.
public record Not(PackageQuery query) implements PackageQuery {
  @Override
  public boolean matches(Package candidate) {
    return !query.matches(candidate);
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    return query.judge(key).map(answer -> !answer);
  }

  @Override
  public boolean judgesKeys() {
    return query.judgesKeys();
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return !query.matchesChanges(changes);
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "!" + query;
  }
}
