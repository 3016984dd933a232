package org.entrepot.domain.name;

/// Name of an schedule.
///
/// At most 255 bytes, without slashes, blanks and control characters, neither `.` nor `..`. Ordered
/// by bytes. Immutable.
///
/// @param value the name as given
public record ScheduleName(String value) implements Comparable<ScheduleName> {
  /// @throws InvalidNameException for a name that cannot be used
  public ScheduleName {
    NameRules.checkWord("schedule name", value);
  }

  @Override
  public int compareTo(ScheduleName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
