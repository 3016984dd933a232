package org.entrepot.domain.name;

/// Name of a snapshot.
///
/// At most 255 bytes, without slashes and control characters, neither `.` nor `..`. Ordered by
/// bytes. Immutable.
///
/// @param value the name as given
public record SnapshotName(String value) implements Comparable<SnapshotName> {
  /// @throws InvalidNameException for a name that cannot be used
  public SnapshotName {
    NameRules.checkElement("snapshot name", value);
  }

  @Override
  public int compareTo(SnapshotName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
