package org.entrepot.format;

import java.util.OptionalLong;

/// Bytes or text that break a standard.
///
/// Carries where (source, and line or byte offset if known), what (one sentence), which rule (such
/// as "Policy 5.6.12"; empty when it is a limit of ours) and an excerpt of the offending text, with
/// control characters made visible and cut to a readable length.
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int EXCERPT_LENGTH = 80;

  private final String source;
  private final long line;
  private final long offset;
  private final String problem;
  private final String rule;
  private final String excerpt;

  private FormatException(
      String source, long line, long offset, String problem, String rule, String excerpt) {
    super(sentence(source, line, offset, problem, rule, visible(excerpt)));
    this.source = source;
    this.line = line;
    this.offset = offset;
    this.problem = problem;
    this.rule = rule;
    this.excerpt = visible(excerpt);
  }

  /// A problem of the whole source, or of a short text that needs no position.
  public static FormatException of(String source, String problem, String rule, String excerpt) {
    return new FormatException(source, -1, -1, problem, rule, excerpt);
  }

  /// A problem on a line, counted from 1.
  public static FormatException atLine(
      String source, long line, String problem, String rule, String excerpt) {
    return new FormatException(source, line, -1, problem, rule, excerpt);
  }

  /// A problem at a byte offset, counted from 0.
  public static FormatException atOffset(String source, long offset, String problem, String rule) {
    return new FormatException(source, -1, offset, problem, rule, "");
  }

  /// This problem with the exception that led to it.
  public FormatException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /// The same problem, told of another source: a reader of an inner text does not know the file.
  public FormatException in(String otherSource) {
    var moved = new FormatException(otherSource, line, offset, problem, rule, excerpt);
    moved.initCause(this);
    return moved;
  }

  /// File name, address or other name of what was read.
  public String source() {
    return source;
  }

  /// Line from 1, if known.
  public OptionalLong line() {
    return line < 0 ? OptionalLong.empty() : OptionalLong.of(line);
  }

  /// Byte offset from 0, if known.
  public OptionalLong offset() {
    return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  /// The broken rule, or empty.
  public String rule() {
    return rule;
  }

  /// The offending text made printable, or empty.
  public String excerpt() {
    return excerpt;
  }

  private static String sentence(
      String source, long line, long offset, String problem, String rule, String excerpt) {
    var text = new StringBuilder(visible(source));
    if (line >= 0) {
      text.append(", line ").append(line);
    }
    if (offset >= 0) {
      text.append(", byte ").append(offset);
    }
    if (!text.isEmpty()) {
      text.append(": ");
    }
    text.append(problem);
    if (!excerpt.isEmpty()) {
      text.append(": \"").append(excerpt).append('"');
    }
    if (!rule.isEmpty()) {
      text.append(" (").append(rule).append(')');
    }
    return text.toString();
  }

  private static String visible(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i == EXCERPT_LENGTH && text.length() > EXCERPT_LENGTH + 3) {
        return shown.append("...").toString();
      }
      char c = text.charAt(i);
      boolean lone = Character.isSurrogate(c);
      if (lone && i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        shown.append(c).append(text.charAt(++i));
      } else {
        shown.append(lone || Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return shown.toString();
  }
}
