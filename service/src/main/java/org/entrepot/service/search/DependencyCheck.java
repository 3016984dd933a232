package org.entrepot.service.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.entrepot.catalog.View;
import org.entrepot.domain.dependency.DependencyFilter;
import org.entrepot.domain.dependency.DependencyOption;
import org.entrepot.domain.dependency.MissingDependency;
import org.entrepot.domain.dependency.PackagesByName;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.operation.Dependencies;

/// Tells what packages need and nothing satisfies (spec domain 4.3).
public final class DependencyCheck {
  private DependencyCheck() {}

  /// Whether what sources need to be built counts too.
  public enum BuildDependencies {
    CHECK,
    IGNORE
  }

  /// What was found.
  ///
  /// @param missing by text
  /// @param faults one sentence for each relationship that could not be read
  /// @param steps one line for each dependency, if the request wants that
  public record Report(List<MissingDependency> missing, List<String> faults, List<String> steps) {
    public Report {
      missing = List.copyOf(missing);
      faults = List.copyOf(faults);
      steps = List.copyOf(steps);
    }
  }

  /// Checks packages, of which and of `others` any may satisfy what they need.
  public static Report of(
      View view,
      PackageSet checked,
      PackageSet others,
      Dependencies dependencies,
      BuildDependencies build) {
    Set<Architecture> found =
        dependencies.architectures().isEmpty()
            ? Architectures.of(
                view, checked.union(build == BuildDependencies.CHECK ? others : checked))
            : Architectures.named(dependencies.architectures());
    List<Architecture> architectures = Architectures.real(found);
    if (architectures.isEmpty()) {
      if (found.contains(Architecture.SOURCE) || checked.isEmpty()) {
        return new Report(List.of(), List.of(), List.of());
      }
      throw Architectures.undetermined();
    }
    Set<DependencyOption> options = dependencies.options();
    if (build == BuildDependencies.CHECK) {
      options.add(DependencyOption.BUILD_DEPENDENCIES);
    }
    List<PackageRelations> chosen = WithDependencies.relations(view, checked);
    var steps = new ArrayList<String>();
    var closure =
        new DependencyFilter(
                PackagesByName.none(),
                WithDependencies.named(view, others.minus(checked), true),
                architectures,
                options)
            .missing(chosen, WithDependencies.told(dependencies, steps::add));
    return new Report(
        closure.missing().stream()
            .sorted(Comparator.comparing(MissingDependency::toString))
            .toList(),
        closure.faults(),
        steps);
  }
}
