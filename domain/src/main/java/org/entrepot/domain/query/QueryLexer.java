package org.entrepot.domain.query;

import org.entrepot.domain.query.Token.Kind;

/// Cuts a query into tokens.
final class QueryLexer {
  private final String text;
  private int at;

  QueryLexer(String text) {
    this.text = text;
  }

  /// The next token; at the end of the text, again and again the one that says so.
  Token next() throws QueryException {
    while (at < text.length() && Words.isBlank(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", at);
    }
    char c = text.charAt(at);
    return switch (c) {
      case '(' -> sign(Kind.OPEN, 1);
      case ')' -> sign(Kind.CLOSE, 1);
      case '{' -> sign(Kind.OPEN_BRACE, 1);
      case '}' -> sign(Kind.CLOSE_BRACE, 1);
      case '|' -> sign(Kind.OR, 1);
      case ',' -> sign(Kind.AND, 1);
      case '!' -> sign(Kind.NOT, 1);
      case '=', '%', '~' -> sign(Kind.OPERATOR, 1);
      case '<', '>' -> sign(Kind.OPERATOR, followedBy(c) || followedBy('=') ? 2 : 1);
      case '\'', '"' -> quotedWord(c);
      default -> word();
    };
  }

  private boolean followedBy(char c) {
    return at + 1 < text.length() && text.charAt(at + 1) == c;
  }

  private Token sign(Kind kind, int length) {
    var token = new Token(kind, text.substring(at, at + length), at);
    at += length;
    return token;
  }

  private Token word() {
    int from = at;
    while (at < text.length() && !Words.endsWord(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return new Token(Kind.WORD, text.substring(from, at), from);
  }

  private Token quotedWord(char quote) throws QueryException {
    int from = at++;
    var word = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length()) {
        word.append(text.charAt(at++));
      }
    }
    if (at == text.length()) {
      throw new QueryException(text, from, "unexpected token <EOL>: unterminated quote");
    }
    at++;
    return new Token(Kind.WORD, word.toString(), from);
  }
}
