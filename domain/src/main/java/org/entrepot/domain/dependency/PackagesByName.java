package org.entrepot.domain.dependency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.domain.packages.PackageRelations;

/// A collection of packages that can be asked for a name, such as the rows of a catalog with an
/// index, so that resolving touches only what it needs.
@FunctionalInterface
public interface PackagesByName {
  /// The packages that have this name or provide it, in any order, each once.
  List<PackageRelations> named(String name);

  /// No packages.
  static PackagesByName none() {
    return name -> List.of();
  }

  /// These packages, indexed in memory.
  static PackagesByName of(Collection<PackageRelations> packages) {
    Map<String, List<PackageRelations>> byName = new HashMap<>();
    for (var it : packages) {
      it.provides().stream()
          .map(provision -> provision.name())
          .filter(name -> !name.equals(it.name()))
          .distinct()
          .forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(it));
      byName.computeIfAbsent(it.name(), _ -> new ArrayList<>(1)).add(it);
    }
    return name -> byName.getOrDefault(name, List.of());
  }
}
