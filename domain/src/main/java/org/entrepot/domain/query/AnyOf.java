package org.entrepot.domain.query;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// At least one of several queries: `a | b`. Of none at all, nothing.
public record AnyOf(List<PackageQuery> queries) implements PackageQuery {
  public AnyOf {
    queries = List.copyOf(queries);
  }

  @Override
  public boolean matches(Package candidate) {
    for (var query : queries) {
      if (query.matches(candidate)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    boolean certain = true;
    for (var query : queries) {
      var answer = query.judge(key);
      if (answer.isPresent() && answer.get()) {
        return answer;
      }
      certain &= answer.isPresent();
    }
    return certain ? Optional.of(false) : Optional.empty();
  }

  @Override
  public boolean judgesKeys() {
    return queries.stream().anyMatch(PackageQuery::judgesKeys);
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return queries.stream().anyMatch(query -> query.matchesChanges(changes));
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    var all = new HashSet<String>();
    for (var query : queries) {
      var names = query.possibleNames();
      if (names.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(names.get());
    }
    return Optional.of(Set.copyOf(all));
  }

  @Override
  public String toString() {
    return queries.stream().map(Object::toString).collect(Collectors.joining(" | ", "(", ")"));
  }
}
