package org.entrepot.domain.name;

/// Directory below `dists`, such as `trixie` or `trixie/updates`: usually a suite or a codename.
///
/// One or more elements separated by single slashes; each at most 255 bytes, without blanks and
/// control characters, neither `.` nor `..` nor the name of a Release file or `by-hash`. Ordered by
/// bytes. Immutable.
///
/// @param value the path as given
public record Distribution(String value) implements Comparable<Distribution> {
  private static final int MAX_LENGTH = 1000;

  /// @throws InvalidNameException for a path that cannot be used
  public Distribution {
    if (value.isEmpty()) {
      throw new InvalidNameException("the distribution is empty");
    }
    if (value.equals("./") || value.equals(".") || value.equals("/")) {
      throw NameRules.refused(
          "distribution",
          value,
          "stands for a flat repository and would fill the directory of all distributions;"
              + " name a distribution");
    }
    if (value.startsWith("/") || value.endsWith("/")) {
      throw NameRules.refused("distribution", value, "begins or ends with a slash");
    }
    if (value.length() > MAX_LENGTH) {
      throw NameRules.refused("distribution", value, "is longer than " + MAX_LENGTH);
    }
    for (String element : value.split("/", -1)) {
      if (element.isEmpty()) {
        throw NameRules.refused("distribution", value, "contains two slashes in a row");
      }
      NameRules.checkWord("distribution", element);
      if (ComponentName.TAKEN.contains(element)) {
        throw NameRules.refused("distribution", value, "contains the reserved name " + element);
      }
    }
  }

  @Override
  public int compareTo(Distribution other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
