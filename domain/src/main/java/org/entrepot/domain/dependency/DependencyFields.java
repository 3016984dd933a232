package org.entrepot.domain.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.RelationshipField;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.architecture.ArchitectureWildcard;
import org.entrepot.format.relationship.Alternative;
import org.entrepot.format.relationship.Relationship;

/// Reads from packages what they need. The items of an archive repeat a lot, so each text is parsed
/// once. Not thread-safe.
final class DependencyFields {
  private final List<RelationshipField> ofBinary = new ArrayList<>();
  private final List<RelationshipField> ofSource;
  private final Map<Architecture, Map<String, Item>> items = new HashMap<>();
  private final Set<String> faults = new LinkedHashSet<>();

  DependencyFields(Set<DependencyOption> options) {
    ofBinary.add(RelationshipField.DEPENDS);
    ofBinary.add(RelationshipField.PRE_DEPENDS);
    if (options.contains(DependencyOption.FOLLOW_RECOMMENDS)) {
      ofBinary.add(RelationshipField.RECOMMENDS);
    }
    if (options.contains(DependencyOption.FOLLOW_SUGGESTS)) {
      ofBinary.add(RelationshipField.SUGGESTS);
    }
    ofSource =
        options.contains(DependencyOption.BUILD_DEPENDENCIES)
            ? List.of(
                RelationshipField.BUILD_DEPENDS,
                RelationshipField.BUILD_DEPENDS_ARCH,
                RelationshipField.BUILD_DEPENDS_INDEP)
            : List.of();
  }

  /// One item of a field, for one architecture.
  static final class Item {
    private final Optional<Relationship> wanted;
    private final String fault;

    /// Whether it is known to be satisfied. What is chosen only grows, so it stays so.
    boolean satisfied;

    private Item(Optional<Relationship> wanted, String fault) {
      this.wanted = wanted;
      this.fault = fault;
      this.satisfied = wanted.isEmpty();
    }

    /// Those of its alternatives that count for the architecture; none when the item does not.
    Optional<Relationship> wanted() {
      return wanted;
    }
  }

  /// One sentence for each item that could not be read.
  List<String> faults() {
    return List.copyOf(faults);
  }

  /// What the package needs when it is installed (or, as a source, built) on the architecture.
  List<Item> of(PackageRelations it, Architecture architecture) {
    var found = new ArrayList<Item>();
    var known = items.computeIfAbsent(architecture, _ -> new HashMap<>());
    for (var field : fields(it)) {
      for (var text : it.items(field)) {
        var item = known.computeIfAbsent(text, _ -> parse(text, architecture));
        if (!item.fault.isEmpty()) {
          faults.add(
              "%s: an item of %s is passed over: %s".formatted(it, field.fieldName(), item.fault));
        }
        found.add(item);
      }
    }
    return found;
  }

  private List<RelationshipField> fields(PackageRelations it) {
    return switch (it.kind()) {
      case BINARY, UDEB -> ofBinary;
      case SOURCE -> ofSource;
      case INSTALLER -> List.of();
    };
  }

  /// No build profile is active.
  private static Item parse(String text, Architecture architecture) {
    try {
      var counting =
          Relationship.parse(text).alternatives().stream()
              .filter(alternative -> alternative.appliesTo(architecture, Set.of()))
              .map(DependencyFields::unrestricted)
              .toList();
      return new Item(
          counting.isEmpty() ? Optional.empty() : Optional.of(new Relationship(counting)), "");
    } catch (FormatException e) {
      return new Item(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Alternative unrestricted(Alternative it) {
    return new Alternative(it.name(), it.qualifier(), it.version(), List.of(), List.of());
  }

  /// Whether a source package is built on the architecture.
  static boolean isBuiltOn(PackageRelations source, Architecture architecture) {
    for (var word : source.sourceArchitecture().split("\\s+", -1)) {
      if (word.equals("all")
          || (Architecture.isValid(word) && new ArchitectureWildcard(word).matches(architecture))) {
        return true;
      }
    }
    return false;
  }
}
