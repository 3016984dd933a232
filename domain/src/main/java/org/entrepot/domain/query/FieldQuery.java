package org.entrepot.domain.query;

import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.FieldName;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// Packages by the value of a field: `Section (utils)`, or `Homepage` for those that have it. A
/// field that is not there is the empty text, which `(~ ^$)` and `(<= optional)` find, as with
/// aptly.
///
/// @param field name of the field, see [Package#field]
public record FieldQuery(String field, Optional<Condition> condition) implements PackageQuery {
  private static final String VERSION = "$Version";
  private static final String ARCHITECTURE = "$Architecture";
  private static final Set<String> VERSION_FIELDS =
      Set.of("Version", VERSION, "$SourceVersion", "Standards-Version");

  @Override
  public boolean matches(Package candidate) {
    if (condition.isPresent()) {
      var wanted = condition.get();
      if (field.equals(VERSION)) {
        return wanted.matches(candidate.version())
            || DependencyQuery.provided(candidate, candidate.name(), condition);
      }
      if (field.equals(ARCHITECTURE) && wanted.operator() == Operator.EQUAL) {
        return DependencyQuery.suits(candidate.architecture(), wanted.value());
      }
    } else if (field.equals(VERSION)) {
      return true;
    }
    return matches(candidate.field(field));
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    return switch (field) {
      case "Name" -> Optional.of(matches(key.name()));
      case "Version" -> Optional.of(matches(key.version()));
      case VERSION -> { // else a version that it provides may match
        boolean own =
            condition.isEmpty() || condition.get().matches(Version.parseLenient(key.version()));
        yield own ? Optional.of(true) : Optional.empty();
      }
      case ARCHITECTURE -> Optional.of(suits(key.architecture()));
      case "Architecture" ->
          key.architecture().isSource()
              ? Optional.empty()
              : Optional.of(matches(key.architecture().name()));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean judgesKeys() {
    return switch (field) {
      case "Name", "Version", VERSION, ARCHITECTURE, "Architecture" -> true;
      default -> false;
    };
  }

  /// `$Architecture`, where `all` equals each but `source`.
  private boolean suits(Architecture architecture) {
    Optional<String> exact = condition.flatMap(Condition::exactText);
    return exact
        .map(wanted -> DependencyQuery.suits(architecture, wanted))
        .orElseGet(() -> matches(architecture.name()));
  }

  private boolean matches(String value) {
    if (condition.isEmpty()) {
      return !value.isEmpty();
    }
    return VERSION_FIELDS.contains(field)
        ? condition.get().matches(Version.parseLenient(value))
        : condition.get().matches(value);
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    // As for packages, the stanza may spell a field in any case and the query may not.
    if (!FieldName.isValid(field)
        || field.startsWith("$")
        || !new FieldName(field).canonical().equals(field)) {
      return false;
    }
    return matches(changes.find(field).map(Field::textOrBlock).orElse(""));
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    return field.equals("Name")
        ? condition.flatMap(Condition::exactText).map(Set::of)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return Words.quoted(field) + condition.map(it -> " " + it).orElse("");
  }
}
