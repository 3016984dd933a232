package org.entrepot.cli.configuration;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.retention.PackagePolicy;
import org.entrepot.domain.retention.SnapshotPolicy;

/// The policies that `retain` applies.
///
/// @param repositories by the name of a repository, or a pattern of names
/// @param snapshots in the order of their patterns
public record RetentionSettings(
    NavigableMap<String, PackagePolicy> repositories, List<SnapshotPolicy> snapshots) {
  public RetentionSettings {
    repositories = new TreeMap<>(repositories);
    snapshots = List.copyOf(snapshots);
  }

  /// Whether there is no policy at all.
  public boolean isEmpty() {
    return repositories.isEmpty() && snapshots.isEmpty();
  }

  /// The policy of a repository: that of its name, else that of the pattern that it has.
  ///
  /// @throws ConfigurationException when it has several patterns
  public Optional<PackagePolicy> findPolicy(RepositoryName name) {
    PackagePolicy own = repositories.get(name.value());
    if (own != null) {
      return Optional.of(own);
    }
    List<String> patterns =
        repositories.keySet().stream()
            .filter(pattern -> new NamePattern(pattern).matches(name.value()))
            .toList();
    if (patterns.size() > 1) {
      throw new ConfigurationException(
          "its name has several patterns of retainRepositories: %s; give it a policy of its own"
              .formatted(String.join(", ", patterns)));
    }
    return patterns.stream().findFirst().map(repositories::get);
  }

  /// The names, not patterns, that none of these repositories has.
  public List<String> namesWithout(List<RepositoryName> present) {
    return repositories.keySet().stream()
        .filter(key -> key.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0))
        .filter(key -> present.stream().noneMatch(name -> name.value().equals(key)))
        .toList();
  }
}
