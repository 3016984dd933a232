package org.entrepot.domain.query;

/// Words of the query language as text.
final class Words {
  private static final String ENDS_WORD = "()|,!{}";
  private static final String CANNOT_BEGIN = "'\"=%~<>";

  private Words() {}

  /// Whether a character ends an unquoted word.
  static boolean endsWord(int c) {
    return isBlank(c) || ENDS_WORD.indexOf(c) >= 0;
  }

  static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /// The word as it may stand in a query, in quotes if it needs them.
  static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && CANNOT_BEGIN.indexOf(word.codePointAt(0)) < 0
            && word.codePoints().noneMatch(Words::endsWord);
    return plain ? word : "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
