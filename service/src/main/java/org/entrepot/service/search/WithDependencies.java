package org.entrepot.service.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.entrepot.catalog.View;
import org.entrepot.domain.dependency.DependencyClosure;
import org.entrepot.domain.dependency.DependencyFilter;
import org.entrepot.domain.dependency.PackagesByName;
import org.entrepot.domain.dependency.ResolutionStep;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.operation.Dependencies;

/// Takes along what packages depend on. For few packages only names that are asked for are read
/// from the catalog.
final class WithDependencies {
  // Above this many packages, most names of the sets will be asked for.
  private static final int FEW = 1000;

  private WithDependencies() {}

  /// The packages with what they need.
  ///
  /// @param available where dependencies are taken from
  /// @param satisfied what satisfies dependencies without being taken along
  /// @param steps hears a line about each dependency, if the request wants that
  static PackageSet add(
      View view,
      PackageSet available,
      Collection<PackageRelations> chosen,
      Dependencies dependencies,
      PackageSet satisfied,
      List<Architecture> architectures,
      Consumer<String> steps) {
    boolean many = chosen.size() > FEW;
    var filter =
        new DependencyFilter(
            named(view, available, many),
            named(view, satisfied, many),
            architectures,
            dependencies.options());
    DependencyClosure closure = filter.close(chosen, told(dependencies, steps));
    if (dependencies.tellsSteps()) {
      closure.faults().forEach(steps);
    }
    return closure.packages();
  }

  /// Makes lines of steps, if the request wants that.
  static Consumer<ResolutionStep> told(Dependencies dependencies, Consumer<String> steps) {
    return dependencies.tellsSteps()
        ? step -> steps.accept(ResolutionStep.describe(step))
        : _ -> {};
  }

  /// A set that is asked by names.
  static PackagesByName named(View view, PackageSet set, boolean many) {
    if (set.isEmpty()) {
      return PackagesByName.none();
    }
    return many
        ? PackagesByName.of(relations(view, set))
        : name -> relations(view, view.packageIdsByName(name).intersect(set));
  }

  static List<PackageRelations> relations(View view, PackageSet set) {
    var relations = new ArrayList<PackageRelations>(set.size());
    view.forEachRelations(set, relations::add);
    return relations;
  }
}
