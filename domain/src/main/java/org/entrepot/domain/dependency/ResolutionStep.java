package org.entrepot.domain.dependency;

import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Relationship;

/// What became of one dependency while a choice of packages was completed. Immutable.
public sealed interface ResolutionStep {
  /// The choice, or what was there already, satisfies it.
  record AlreadySatisfied(PackageRelations needing, Architecture architecture, Relationship wanted)
      implements ResolutionStep {}

  /// A package was taken along for it.
  record Taken(
      PackageRelations needing,
      Architecture architecture,
      Relationship wanted,
      PackageRelations taken)
      implements ResolutionStep {}

  /// No package that could be taken satisfies it.
  record Missing(PackageRelations needing, Architecture architecture, Relationship wanted)
      implements ResolutionStep {}

  /// One line for people, such as `app_1.0_amd64: data (>= 2) [amd64]: takes data_2.0_all`.
  static String describe(ResolutionStep step) {
    return switch (step) {
      case AlreadySatisfied(var needing, var architecture, var wanted) ->
          line(needing, wanted, architecture) + "already satisfied";
      case Taken(var needing, var architecture, var wanted, var taken) ->
          line(needing, wanted, architecture) + "takes " + taken.displayName();
      case Missing(var needing, var architecture, var wanted) ->
          line(needing, wanted, architecture) + "nothing satisfies it";
    };
  }

  private static String line(
      PackageRelations needing, Relationship wanted, Architecture architecture) {
    return "%s: %s [%s]: ".formatted(needing.displayName(), wanted, architecture);
  }
}
