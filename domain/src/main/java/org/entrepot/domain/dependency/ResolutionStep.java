package org.entrepot.domain.dependency;

import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Relationship;

/// What became of one dependency while a choice of packages was completed. Immutable.
public sealed interface ResolutionStep {
  /// The choice, or what was there already, satisfies it.
  record AlreadySatisfied(StoredPackage needing, Architecture architecture, Relationship wanted)
      implements ResolutionStep {}

  /// A package was taken along for it.
  record Taken(
      StoredPackage needing, Architecture architecture, Relationship wanted, StoredPackage taken)
      implements ResolutionStep {}

  /// No package that could be taken satisfies it.
  record Missing(MissingDependency dependency) implements ResolutionStep {}

  /// One line for people, such as `app_1.0_amd64: data (>= 2) [amd64]: takes data_2.0_all`.
  static String describe(ResolutionStep step) {
    return switch (step) {
      case AlreadySatisfied(var needing, var architecture, var wanted) ->
          line(needing, wanted, architecture) + "already satisfied";
      case Taken(var needing, var architecture, var wanted, var taken) ->
          line(needing, wanted, architecture) + "takes " + taken.value().displayName();
      case Missing(MissingDependency(var needing, var architecture, var wanted)) ->
          line(needing, wanted, architecture) + "nothing satisfies it";
    };
  }

  private static String line(
      StoredPackage needing, Relationship wanted, Architecture architecture) {
    return "%s: %s [%s]: ".formatted(needing.value().displayName(), wanted, architecture);
  }
}
