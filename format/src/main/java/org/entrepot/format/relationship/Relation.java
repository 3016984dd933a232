package org.entrepot.format.relationship;

import java.util.Optional;

/// How a version must compare with the one that is named (Debian Policy 7.1).
public enum Relation {
  EARLIER("<<"),
  EARLIER_OR_EQUAL("<="),
  EQUAL("="),
  LATER_OR_EQUAL(">="),
  LATER(">>");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  /// The sign in control files.
  public String symbol() {
    return symbol;
  }

  /// The relation of a sign. The outdated `<` and `>` mean "or equal".
  static Optional<Relation> of(String symbol) {
    return switch (symbol) {
      case "<<" -> Optional.of(EARLIER);
      case "<=", "<" -> Optional.of(EARLIER_OR_EQUAL);
      case "=" -> Optional.of(EQUAL);
      case ">=", ">" -> Optional.of(LATER_OR_EQUAL);
      case ">>" -> Optional.of(LATER);
      default -> Optional.empty();
    };
  }

  /// Whether a comparison result (negative, zero, positive) satisfies the relation.
  boolean admits(int comparison) {
    return switch (this) {
      case EARLIER -> comparison < 0;
      case EARLIER_OR_EQUAL -> comparison <= 0;
      case EQUAL -> comparison == 0;
      case LATER_OR_EQUAL -> comparison >= 0;
      case LATER -> comparison > 0;
    };
  }
}
