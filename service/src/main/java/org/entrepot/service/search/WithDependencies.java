package org.entrepot.service.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.dependency.DependencyClosure;
import org.entrepot.domain.dependency.DependencyFilter;
import org.entrepot.domain.dependency.DependencyOption;
import org.entrepot.domain.dependency.PackagesByName;
import org.entrepot.domain.dependency.ResolutionStep;
import org.entrepot.domain.packages.PackageOrder;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;

/// Takes along what packages depend on. Only names that are asked for are read from the catalog.
final class WithDependencies {
  private WithDependencies() {}

  /// The matches and what they need, in index order.
  ///
  /// @param available where dependencies are taken from
  /// @param satisfied what satisfies dependencies without being taken along
  /// @param steps hears a line about each dependency, if the request wants that
  static List<StoredPackage> add(
      View view,
      PackageSet available,
      List<StoredPackage> matches,
      Dependencies dependencies,
      PackageSet satisfied,
      List<Architecture> architectures,
      Consumer<String> steps) {
    var filter =
        new DependencyFilter(
            named(view, available), named(view, satisfied), architectures, options(dependencies));
    DependencyClosure closure =
        dependencies.tellsSteps()
            ? filter.close(matches, step -> steps.accept(ResolutionStep.describe(step)))
            : filter.close(matches);
    if (dependencies.tellsSteps()) {
      closure.faults().forEach(steps);
    }
    var all = new ArrayList<>(matches);
    closure.added().stream().filter(added -> !matches.contains(added)).forEach(all::add);
    all.sort((a, b) -> PackageOrder.INDEX.compare(a.value(), b.value()));
    return all;
  }

  /// The architectures that were asked for, else those present in the set (spec domain 4.4).
  static List<Architecture> architectures(
      View view, Dependencies dependencies, PackageSet present) {
    var found = new TreeSet<Architecture>();
    if (dependencies.architectures().isEmpty()) {
      view.rows(present).stream().map(PackageRow::architecture).forEach(found::add);
    } else {
      for (String name : dependencies.architectures()) {
        if (!Architecture.isValid(name)) {
          throw new RepositoryException(
              ErrorCode.INVALID_NAME, "\"%s\" is not the name of an architecture".formatted(name));
        }
        found.add(new Architecture(name));
      }
    }
    found.remove(Architecture.ALL);
    found.remove(Architecture.SOURCE);
    if (found.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "unable to determine list of architectures, please specify explicitly with"
              + " -architectures");
    }
    return List.copyOf(found);
  }

  private static PackagesByName named(View view, PackageSet set) {
    return name -> view.packages(view.packageIdsByName(name).intersect(set));
  }

  private static Set<DependencyOption> options(Dependencies dependencies) {
    var options = EnumSet.noneOf(DependencyOption.class);
    if (dependencies.suggests()) {
      options.add(DependencyOption.FOLLOW_SUGGESTS);
    }
    if (dependencies.recommends()) {
      options.add(DependencyOption.FOLLOW_RECOMMENDS);
    }
    if (dependencies.source()) {
      options.add(DependencyOption.FOLLOW_SOURCE);
    }
    if (dependencies.allVariants()) {
      options.add(DependencyOption.FOLLOW_ALL_VARIANTS);
    }
    return options;
  }
}
