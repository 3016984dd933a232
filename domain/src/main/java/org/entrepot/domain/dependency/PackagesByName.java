package org.entrepot.domain.dependency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.domain.packages.StoredPackage;

/// A collection of packages that can be asked for a name, such as the rows of a catalog with an
/// index, so that resolving touches only what it needs.
@FunctionalInterface
public interface PackagesByName {
  /// The packages that have this name or provide it, in any order, each once.
  List<StoredPackage> named(String name);

  /// No packages.
  static PackagesByName none() {
    return name -> List.of();
  }

  /// These packages, indexed in memory.
  static PackagesByName of(Collection<StoredPackage> packages) {
    Map<String, List<StoredPackage>> byName = new HashMap<>();
    for (var it : packages) {
      it.value().provides().stream()
          .map(provision -> provision.name())
          .filter(name -> !name.equals(it.value().name()))
          .distinct()
          .forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(it));
      byName.computeIfAbsent(it.value().name(), _ -> new ArrayList<>()).add(it);
    }
    return name -> byName.getOrDefault(name, List.of());
  }
}
