package org.entrepot.domain.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Alternative;
import org.entrepot.format.relationship.Relationship;

/// Reads from packages what they need when installed.
final class DependencyFields {
  private final List<String> fields = new ArrayList<>(List.of("Depends", "Pre-Depends"));
  private final Consumer<String> faults;

  /// @param faults told of each field that cannot be read
  DependencyFields(Set<DependencyOption> options, Consumer<String> faults) {
    this.faults = faults;
    if (options.contains(DependencyOption.FOLLOW_RECOMMENDS)) {
      fields.add("Recommends");
    }
    if (options.contains(DependencyOption.FOLLOW_SUGGESTS)) {
      fields.add("Suggests");
    }
  }

  /// What the package needs; a source package needs nothing, as build dependencies are not
  /// followed.
  List<Relationship> of(Package it) {
    if (it.kind() != PackageKind.BINARY && it.kind() != PackageKind.UDEB) {
      return List.of();
    }
    var relationships = new ArrayList<Relationship>();
    for (var field : fields) {
      try {
        relationships.addAll(Relationship.parseField(it.control().text(field)));
      } catch (FormatException e) {
        faults.accept(it + ": " + field + " is passed over: " + e.getMessage());
      }
    }
    return relationships;
  }

  /// The relationship with those of its alternatives that count for the architecture, if any does.
  /// No build profile is active: these are dependencies of finished packages.
  static Optional<Relationship> restricted(Relationship relationship, Architecture architecture) {
    List<Alternative> counting =
        relationship.alternatives().stream()
            .filter(alternative -> alternative.appliesTo(architecture, Set.of()))
            .toList();
    return counting.isEmpty() ? Optional.empty() : Optional.of(new Relationship(counting));
  }
}
