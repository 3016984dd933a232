package org.entrepot.domain.template;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.domain.template.Token.Kind;

/// Cuts a template into words. Blanks inside actions are words, since `.A.B` and `.A .B` differ.
final class Lexer {
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) throws TemplateException {
    var lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() throws TemplateException {
    boolean trimNext = false;
    while (true) {
      int open = text.indexOf("{{", at);
      int end = open < 0 ? text.length() : open;
      boolean trimBefore = open >= 0 && text.startsWith("-", open + 2) && isSpace(open + 3);
      add(Kind.VERBATIM, trimmed(text.substring(at, end), trimNext, trimBefore), at);
      if (open < 0) {
        add(Kind.END, "", text.length());
        return;
      }
      at = open + (trimBefore ? 4 : 2);
      trimNext = text.startsWith("/*", at) ? comment(open) : action(open);
    }
  }

  /// Skips a comment; returns whether it trims what follows.
  private boolean comment(int open) throws TemplateException {
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw at(open, "unclosed comment");
    }
    at = end + 2;
    boolean trims = isSpace(at) && text.startsWith("-}}", at + 1);
    at += trims ? 2 : 0;
    if (!text.startsWith("}}", at)) {
      throw at(open, "comment ends before closing delimiter");
    }
    at += 2;
    return trims;
  }

  /// Cuts one action; returns whether it trims what follows.
  private boolean action(int open) throws TemplateException {
    add(Kind.OPEN, "", open);
    while (true) {
      if (at >= text.length()) {
        throw at(open, "unclosed action");
      }
      boolean trims = isSpace(at) && trimsAfterSpaces();
      if (trims || text.startsWith("}}", at)) {
        at = text.indexOf("}}", at) + 2;
        add(Kind.CLOSE, "", at);
        return trims;
      }
      word();
    }
  }

  private boolean trimsAfterSpaces() {
    int i = at;
    while (isSpace(i)) {
      i++;
    }
    return text.startsWith("-}}", i);
  }

  private void word() throws TemplateException {
    int start = at;
    char c = text.charAt(at);
    if (isSpace(at)) {
      while (isSpace(at)) {
        at++;
      }
      add(Kind.SPACE, " ", start);
      return;
    }
    switch (c) {
      case '|' -> single(Kind.PIPE);
      case ',' -> single(Kind.COMMA);
      case '(' -> single(Kind.LEFT);
      case ')' -> single(Kind.RIGHT);
      case '=' -> single(Kind.ASSIGN);
      case ':' -> declare();
      case '"' -> quoted('"', Kind.STRING);
      case '\'' -> quoted('\'', Kind.CHARACTER);
      case '`' -> raw();
      case '$' -> named(Kind.VARIABLE);
      case '.' -> dot();
      default -> {
        if (isAlphanumeric(c) && !isDigit(c)) {
          at--;
          named(Kind.IDENTIFIER);
        } else if (isDigit(c) || c == '+' || c == '-') {
          number();
        } else {
          throw at(at, "unexpected character " + quotedCharacter(c));
        }
      }
    }
  }

  private void declare() throws TemplateException {
    if (!text.startsWith(":=", at)) {
      throw at(at, "expected :=");
    }
    add(Kind.DECLARE, ":=", at);
    at += 2;
  }

  private void single(Kind kind) {
    add(kind, text.substring(at, at + 1), at);
    at++;
  }

  private void dot() {
    boolean more = at + 1 < text.length();
    if (more && isDigit(text.charAt(at + 1))) {
      number();
    } else if (more && isAlphanumeric(text.charAt(at + 1))) {
      named(Kind.FIELD);
    } else {
      single(Kind.DOT);
    }
  }

  /// A name after one leading character; the text of an identifier has no such character.
  private void named(Kind kind) {
    int start = at++;
    while (at < text.length() && isAlphanumeric(text.charAt(at))) {
      at++;
    }
    add(kind, text.substring(kind == Kind.VARIABLE ? start : start + 1, at), start);
  }

  private void number() {
    int start = at++;
    while (at < text.length()
        && (isAlphanumeric(text.charAt(at))
            || text.charAt(at) == '.'
            || ((text.charAt(at) == '+' || text.charAt(at) == '-')
                && "eE".indexOf(text.charAt(at - 1)) >= 0
                && !text.startsWith("0x", start)))) {
      at++;
    }
    add(Kind.NUMBER, text.substring(start, at), start);
  }

  private void quoted(char quote, Kind kind) throws TemplateException {
    int start = at++;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length() || text.charAt(at) != quote) {
      throw at(start, "unterminated quoted text");
    }
    add(kind, Quotes.unquote(text.substring(start + 1, at), quote), start);
    at++;
  }

  private void raw() throws TemplateException {
    int end = text.indexOf('`', at + 1);
    if (end < 0) {
      throw at(at, "unterminated raw text");
    }
    add(Kind.STRING, text.substring(at + 1, end).replace("\r", ""), at);
    at = end + 1;
  }

  private void add(Kind kind, String word, int offset) {
    tokens.add(new Token(kind, word, offset));
  }

  private static String trimmed(String verbatim, boolean front, boolean back) {
    int start = 0;
    int end = verbatim.length();
    while (front && start < end && isSpace(verbatim.charAt(start))) {
      start++;
    }
    while (back && end > start && isSpace(verbatim.charAt(end - 1))) {
      end--;
    }
    return verbatim.substring(start, end);
  }

  private boolean isSpace(int index) {
    return index < text.length() && isSpace(text.charAt(index));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isAlphanumeric(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String quotedCharacter(char c) {
    return "'" + c + "'";
  }

  private static TemplateException at(int offset, String problem) {
    return new TemplateException("at character " + (offset + 1) + ": " + problem);
  }
}
