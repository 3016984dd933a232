package org.entrepot.service.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.WorkingSet;
import org.entrepot.service.search.PackageKeys;

/// Packages of several sources, of which a later one replaces those of the same name and
/// architecture. Not for several threads.
final class CombinedPackages {
  private final View view;
  private final Map<Place, List<Integer>> ids = new HashMap<>();

  private record Place(String name, Architecture architecture) {}

  CombinedPackages(View view) {
    this.view = view;
  }

  /// Adds the next source.
  void put(PackageSet source) {
    var groups = new HashMap<Place, List<Integer>>();
    for (PackageRow row : view.rows(source)) {
      groups
          .computeIfAbsent(new Place(row.name(), row.architecture()), _ -> new ArrayList<>())
          .add(row.id());
    }
    ids.putAll(groups);
  }

  /// Adds stored packages as the next source.
  ///
  /// @throws RepositoryException when one is unknown, or two are different files of one version
  void put(List<String> keys) {
    var working = new WorkingSet(PackageSet.empty(), reader -> reader.apply(view));
    for (StoredPackage each : PackageKeys.require(view, keys, packages())) {
      if (working.add(each.id(), each.value(), false)
          instanceof WorkingSet.AddResult.Clash(var other)) {
        throw new RepositoryException(
            ErrorCode.PACKAGE_CONFLICT,
            "conflict in package %s: two of the keys name different files".formatted(other));
      }
    }
    put(working.packages());
  }

  /// All of them.
  PackageSet packages() {
    return PackageSet.of(ids.values().stream().flatMap(List::stream).mapToInt(Integer::intValue));
  }
}
