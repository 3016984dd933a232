package org.entrepot.domain.name;

/// Name of a local repository.
///
/// At most 255 bytes, without slashes and control characters, neither `.` nor `..`. Ordered by
/// bytes. Immutable.
///
/// @param value the name as given
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  /// @throws InvalidNameException for a name that cannot be used
  public RepositoryName {
    NameRules.checkElement("repository name", value);
  }

  @Override
  public int compareTo(RepositoryName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
