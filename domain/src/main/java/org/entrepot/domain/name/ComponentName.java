package org.entrepot.domain.name;

import java.util.Set;

/// Name of a component of a publication, such as `main` (Debian Policy 2.2 calls it archive area).
///
/// It is a directory below `dists/DISTRIBUTION` and below `pool`, and a word of the Release file:
/// at most 255 bytes, without slashes, blanks and control characters, neither `.` nor `..`, and
/// none of the names that Release files, Contents indices and `by-hash` have in the same directory.
/// Ordered by bytes. Immutable.
///
/// @param value the name as given
public record ComponentName(String value) implements Comparable<ComponentName> {
  // Before MAIN, whose constructor reads it.
  static final Set<String> TAKEN = Set.of("by-hash", "Release", "InRelease", "Release.gpg");

  /// The component that is meant where nothing names one.
  public static final ComponentName MAIN = new ComponentName("main");

  /// @throws InvalidNameException for a name that cannot be used
  public ComponentName {
    NameRules.checkWord("component name", value);
    if (TAKEN.contains(value) || value.startsWith("Contents-")) {
      throw NameRules.refused("component name", value, "is the name of a file beside components");
    }
    if (value.indexOf(',') >= 0) {
      throw NameRules.refused("component name", value, "contains a comma");
    }
  }

  @Override
  public int compareTo(ComponentName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
