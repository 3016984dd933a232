package org.entrepot.domain.query;

/// A token of a query and where it begins.
///
/// @param text the word without its quotes, or the sign
record Token(Kind kind, String text, int position) {
  enum Kind {
    WORD,
    OPEN,
    CLOSE,
    OPEN_BRACE,
    CLOSE_BRACE,
    OR,
    AND,
    NOT,
    OPERATOR,
    END
  }

  /// As error messages name it.
  @Override
  public String toString() {
    return switch (kind) {
      case WORD -> "\"" + text + "\"";
      case END -> "<EOL>";
      default -> text;
    };
  }
}
