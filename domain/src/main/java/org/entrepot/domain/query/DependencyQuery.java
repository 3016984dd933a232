package org.entrepot.domain.query;

import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// Packages that have or provide a name: `name (>= 1) {amd64}`.
///
/// What is provided without a version counts with the version of the package: a search should find
/// too much rather than too little. Resolving dependencies is stricter, see `domain.dependency`.
///
/// @param condition on the version
/// @param architecture packages for `all` suit each but `source`
public record DependencyQuery(
    String name, Optional<Condition> condition, Optional<String> architecture)
    implements PackageQuery {
  @Override
  public boolean matches(Package candidate) {
    if (architecture.isPresent() && !suits(candidate.architecture(), architecture.get())) {
      return false;
    }
    if (candidate.name().equals(name)
        && (condition.isEmpty() || condition.get().matches(candidate.version()))) {
      return true;
    }
    return provided(candidate, name, condition);
  }

  /// A package may provide the name, which its key does not tell.
  @Override
  public Optional<Boolean> judge(PackageKey key) {
    if (architecture.isPresent() && !suits(key.architecture(), architecture.get())) {
      return Optional.of(false);
    }
    boolean named =
        key.name().equals(name)
            && (condition.isEmpty()
                || condition.get().matches(Version.parseLenient(key.version())));
    return named ? Optional.of(true) : Optional.empty();
  }

  @Override
  public boolean judgesKeys() {
    return true;
  }

  static boolean suits(Architecture architecture, String wanted) {
    return architecture.name().equals(wanted)
        || (architecture.isAll() && !wanted.equals(Architecture.SOURCE.name()));
  }

  static boolean provided(Package candidate, String name, Optional<Condition> condition) {
    for (var provision : candidate.provides()) {
      if (provision.name().equals(name)
          && (condition.isEmpty()
              || condition.get().matches(provision.version().orElse(candidate.version())))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return false;
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    return Optional.of(Set.of(name));
  }

  @Override
  public String toString() {
    return Words.quoted(name)
        + condition.map(it -> " " + it).orElse("")
        + architecture.map(it -> " {" + Words.quoted(it) + "}").orElse("");
  }
}
