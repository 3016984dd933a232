package org.entrepot.domain.name;

/// Name of a mirror.
///
/// At most 255 bytes, without slashes and control characters, neither `.` nor `..`. Ordered by
/// bytes. Immutable.
///
/// @param value the name as given
public record MirrorName(String value) implements Comparable<MirrorName> {
  /// @throws InvalidNameException for a name that cannot be used
  public MirrorName {
    NameRules.checkElement("mirror name", value);
  }

  @Override
  public int compareTo(MirrorName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
