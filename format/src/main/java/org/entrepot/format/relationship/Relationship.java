package org.entrepot.format.relationship;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.entrepot.format.FormatException;

/// One item of Depends and its kin: alternatives, of which one is enough (Debian Policy 7.1).
/// Immutable.
///
/// Reading is tolerant where archives are untidy: blanks and newlines anywhere, empty items, names
/// and versions of any characters that have no meaning here.
///
/// @param alternatives in order of preference, at least one
public record Relationship(List<Alternative> alternatives) {
  public Relationship {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("A relationship needs at least one alternative");
    }
  }

  /// The one relationship that `text` spells, such as `a (>= 1) | b`.
  ///
  /// @throws FormatException when it is malformed, or none, or several
  public static Relationship parse(String text) throws FormatException {
    var items = parseField(text);
    if (items.size() != 1) {
      throw RelationshipParser.fault("is not one relationship", text);
    }
    return items.getFirst();
  }

  /// All relationships of a field; none for a blank one.
  ///
  /// @throws FormatException when one is malformed
  public static List<Relationship> parseField(String value) throws FormatException {
    return new RelationshipParser(value).relationships();
  }

  /// The text of a field, items separated by a comma and a blank.
  public static String join(List<Relationship> relationships) {
    return relationships.stream().map(Relationship::toString).collect(joining(", "));
  }

  /// The text in its customary spacing; parsing it gives an equal value.
  @Override
  public String toString() {
    return alternatives.stream().map(Alternative::toString).collect(joining(" | "));
  }
}
