package org.entrepot.domain.query;

/// How a condition compares.
public enum Operator {
  EQUAL("="),
  LESS("<<"),
  LESS_OR_EQUAL("<="),
  GREATER(">>"),
  GREATER_OR_EQUAL(">="),
  /// The whole value matches a glob.
  GLOB("%"),
  /// A part of the value matches an RE2 regular expression.
  REGEX("~");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  /// The sign in queries; `<` and `>` are old spellings of `<=` and `>=`.
  public String sign() {
    return sign;
  }
}
