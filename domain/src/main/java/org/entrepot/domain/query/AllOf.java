package org.entrepot.domain.query;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// Each of several queries: `a, b`. Of none at all, everything.
public record AllOf(List<PackageQuery> queries) implements PackageQuery {
  public AllOf {
    queries = List.copyOf(queries);
  }

  @Override
  public boolean matches(Package candidate) {
    for (var query : queries) {
      if (!query.matches(candidate)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    boolean certain = true;
    for (var query : queries) {
      var answer = query.judge(key);
      if (answer.isPresent() && !answer.get()) {
        return answer;
      }
      certain &= answer.isPresent();
    }
    return certain ? Optional.of(true) : Optional.empty();
  }

  @Override
  public boolean judgesKeys() {
    return queries.stream().anyMatch(PackageQuery::judgesKeys);
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return queries.stream().allMatch(query -> query.matchesChanges(changes));
  }

  /// The smallest choice that one of the queries leaves: a package may match one by its own name
  /// and another by a name it provides, so choices cannot be intersected.
  @Override
  public Optional<Set<String>> possibleNames() {
    return queries.stream()
        .flatMap(query -> query.possibleNames().stream())
        .min(Comparator.comparingInt(Set::size));
  }

  @Override
  public String toString() {
    return queries.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
