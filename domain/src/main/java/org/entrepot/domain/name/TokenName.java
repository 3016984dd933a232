package org.entrepot.domain.name;

/// Name of an access token.
///
/// At most 255 bytes, without slashes, blanks and control characters, neither `.` nor `..`. Ordered
/// by bytes. Immutable.
///
/// @param value the name as given
public record TokenName(String value) implements Comparable<TokenName> {
  /// @throws InvalidNameException for a name that cannot be used
  public TokenName {
    NameRules.checkWord("token name", value);
  }

  @Override
  public int compareTo(TokenName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
