package org.entrepot.domain.access;

import org.entrepot.domain.name.InvalidNameException;

/// The public part of a token, by which it is found: 12 hexadecimal digits. Immutable.
public record TokenId(String value) {
  static final int LENGTH = 12;

  /// @throws InvalidNameException for anything else
  public TokenId {
    if (!value.matches("[0-9a-f]{" + LENGTH + "}")) {
      throw new InvalidNameException(
          "the id of a token is %d hexadecimal digits".formatted(LENGTH));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
