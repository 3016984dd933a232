package org.entrepot.domain.name;

import java.util.ArrayList;
import java.util.List;

/// Directory of an archive below the root of a storage: `.` for the root itself, or elements
/// separated by single slashes, such as `debian/internal`.
///
/// Always in this cleaned form; [#parse] makes it of what people type. No element is `..`, `dists`
/// or `pool`, so that archives cannot lie inside each other's directories; none holds a colon,
/// which separates it from a storage. Ordered by bytes. Immutable.
///
/// @param path the cleaned path
public record Prefix(String path) implements Comparable<Prefix> {
  /// The root of the storage.
  public static final Prefix ROOT = new Prefix(".");

  private static final int MAX_LENGTH = 1000;

  /// @throws InvalidNameException for a path that is not clean, or cannot be used
  public Prefix {
    if (!path.equals(cleaned(path))) {
      throw NameRules.refused("prefix", path, "is not in its clean form " + cleaned(path));
    }
  }

  /// The prefix of any spelling: slashes at both ends, double slashes and `.` elements are left
  /// out; nothing left means the root.
  ///
  /// @throws InvalidNameException for a path that cannot be used
  public static Prefix parse(String text) {
    return new Prefix(cleaned(text));
  }

  /// Whether this is the root of the storage.
  public boolean isRoot() {
    return path.equals(".");
  }

  /// Its elements, none for the root.
  public List<String> elements() {
    return isRoot() ? List.of() : List.of(path.split("/", -1));
  }

  private static String cleaned(String text) {
    if (text.length() > MAX_LENGTH) {
      throw NameRules.refused("prefix", text, "is longer than " + MAX_LENGTH);
    }
    var elements = new ArrayList<String>();
    for (String element : text.split("/", -1)) {
      if (!element.isEmpty() && !element.equals(".")) {
        checkElement(text, element);
        elements.add(element);
      }
    }
    return elements.isEmpty() ? "." : String.join("/", elements);
  }

  private static void checkElement(String text, String element) {
    NameRules.checkElement("prefix", element);
    switch (element) {
      case "dists", "pool" ->
          throw NameRules.refused("prefix", text, "contains the reserved name " + element);
      default -> {
        if (element.indexOf(':') >= 0) {
          throw NameRules.refused("prefix", text, "contains a colon");
        }
      }
    }
  }

  @Override
  public int compareTo(Prefix other) {
    return NameRules.compare(path, other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
