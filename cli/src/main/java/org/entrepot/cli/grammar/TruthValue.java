package org.entrepot.cli.grammar;

import java.util.Optional;

/// The words for true and false that a switch accepts after `=`.
final class TruthValue {
  private TruthValue() {}

  static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
      case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
