package org.entrepot.domain.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.version.Version;

/// One item of a Provides field: a virtual package, with a version if the field states one.
/// Immutable.
///
/// @param name name of the virtual package
/// @param version the stated version; Debian Policy 7.5: without one, no versioned relationship is
///   satisfied by it
public record Provision(String name, Optional<Version> version) {
  static List<Provision> parseAll(String field) {
    if (field.isEmpty()) {
      return List.of();
    }
    var provisions = new ArrayList<Provision>();
    for (String item : RelationshipItems.split(field)) {
      parse(item).ifPresent(provisions::add);
    }
    return List.copyOf(provisions);
  }

  private static Optional<Provision> parse(String item) {
    int open = item.indexOf('(');
    var name = (open < 0 ? item : item.substring(0, open)).strip();
    int qualifier = name.indexOf(':');
    if (qualifier >= 0) {
      name = name.substring(0, qualifier);
    }
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (open < 0) {
      return Optional.of(new Provision(name, Optional.empty()));
    }
    int close = item.indexOf(')', open);
    if (close < 0) {
      return Optional.empty();
    }
    var stated = item.substring(open + 1, close).strip();
    var version = stated.startsWith("=") ? stated.substring(1).strip() : stated;
    // Any other relation, and "==", leaves its sign here.
    if (version.isEmpty() || "<>=".indexOf(version.charAt(0)) >= 0) {
      return Optional.empty();
    }
    return Optional.of(new Provision(name, Optional.of(Version.parseLenient(version))));
  }

  /// The name, and the version in parentheses.
  @Override
  public String toString() {
    return version.map(v -> name + " (= " + v + ")").orElse(name);
  }
}
