package org.entrepot.domain.query;

/// Text that is no package query.
///
/// The message is one line, such as `parsing failed: unexpected token ): expecting end of query`,
/// which clients of the API know.
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BEFORE = 60;
  private static final int SHOWN_AFTER = 20;

  private final String query;
  private final int position;

  QueryException(String query, int position, String problem) {
    super("parsing failed: " + problem);
    this.query = query;
    this.position = position;
  }

  /// The whole text.
  public String query() {
    return query;
  }

  /// Where in the text it goes wrong, in `char` units from 0; its length when something is missing
  /// at the end.
  public int position() {
    return position;
  }

  /// Two lines for a terminal: the text around the position, and a caret below it.
  public String excerpt() {
    int from = Math.max(0, position - SHOWN_BEFORE);
    int to = Math.min(query.length(), position + SHOWN_AFTER);
    var shown = new StringBuilder();
    for (char c : query.substring(from, to).toCharArray()) {
      shown.append(Character.isISOControl(c) ? ' ' : c);
    }
    return shown + "\n" + " ".repeat(position - from) + "^";
  }
}
