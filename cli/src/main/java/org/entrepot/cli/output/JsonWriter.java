package org.entrepot.cli.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// Writes one JSON text in the layout that scripts know from the command line this program
/// replaces: members on lines of their own, `": "` between name and value, empty containers as `{}`
/// and `[]`, and `<`, `>`, `&`, U+2028 and U+2029 as a backslash, `u003c` and so on, so that the
/// text may be pasted into a web page. Instants are RFC 3339 in UTC with as many digits of the
/// second as needed, at most nine.
///
/// The caller writes a name before each value inside an object; nesting is checked. Not safe for
/// use by several threads.
public final class JsonWriter {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder text = new StringBuilder();
  private final int indent;
  private final Deque<Character> open = new ArrayDeque<>();
  private boolean first = true;
  private boolean named;

  private JsonWriter(int indent) {
    this.indent = indent;
  }

  /// A writer that indents each level by so many blanks.
  public static JsonWriter indentedBy(int blanks) {
    if (blanks < 1) {
      throw new IllegalArgumentException("An indent is at least one blank, not " + blanks);
    }
    return new JsonWriter(blanks);
  }

  /// A writer of the usual layout, two blanks for each level.
  public static JsonWriter pretty() {
    return new JsonWriter(2);
  }

  /// A writer that puts everything on one line, without blanks.
  public static JsonWriter compact() {
    return new JsonWriter(0);
  }

  public JsonWriter beginObject() {
    return begin('{', '}');
  }

  public JsonWriter endObject() {
    return end('}');
  }

  public JsonWriter beginArray() {
    return begin('[', ']');
  }

  public JsonWriter endArray() {
    return end(']');
  }

  /// The name of the next member of the innermost object.
  public JsonWriter name(String name) {
    if (open.isEmpty() || open.peek() != '}' || named) {
      throw new IllegalStateException("A name has no place here: " + name);
    }
    separate();
    quote(name, text);
    text.append(indent > 0 ? ": " : ":");
    named = true;
    return this;
  }

  public JsonWriter text(String value) {
    beforeValue();
    quote(value, text);
    return this;
  }

  public JsonWriter number(long value) {
    beforeValue();
    text.append(value);
    return this;
  }

  public JsonWriter flag(boolean value) {
    beforeValue();
    text.append(value);
    return this;
  }

  /// The value `null`.
  public JsonWriter none() {
    beforeValue();
    text.append("null");
    return this;
  }

  public JsonWriter instant(Instant value) {
    return text(rfc3339(value));
  }

  public JsonWriter member(String name, String value) {
    return name(name).text(value);
  }

  public JsonWriter member(String name, long value) {
    return name(name).number(value);
  }

  public JsonWriter member(String name, boolean value) {
    return name(name).flag(value);
  }

  public JsonWriter member(String name, Instant value) {
    return name(name).instant(value);
  }

  /// A member whose value is an array of texts.
  public JsonWriter member(String name, List<String> values) {
    name(name).beginArray();
    values.forEach(this::text);
    return endArray();
  }

  /// The whole text with a newline at its end.
  public String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Still open: " + open);
    }
    return text.append('\n').toString();
  }

  /// An instant as RFC 3339 writes it in UTC; trailing zeros of the fraction are left out, and the
  /// dot with them.
  public static String rfc3339(Instant instant) {
    var seconds = SECONDS.format(instant);
    int nanos = instant.get(ChronoField.NANO_OF_SECOND);
    if (nanos == 0) {
      return seconds + "Z";
    }
    var digits = "%09d".formatted(nanos);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return seconds + "." + digits.substring(0, end) + "Z";
  }

  /// The text as a JSON string with its quotes.
  public static String quote(String value) {
    var quoted = new StringBuilder(value.length() + 2);
    quote(value, quoted);
    return quoted.toString();
  }

  private JsonWriter begin(char opening, char closing) {
    beforeValue();
    text.append(opening);
    open.push(closing);
    first = true;
    return this;
  }

  private JsonWriter end(char closing) {
    if (open.isEmpty() || open.peek() != closing || named) {
      throw new IllegalStateException("Nothing to close with " + closing);
    }
    open.pop();
    if (!first) {
      newLine();
    }
    text.append(closing);
    first = false;
    return this;
  }

  private void beforeValue() {
    if (named) {
      named = false;
      return;
    }
    if (!open.isEmpty() && open.peek() == '}') {
      throw new IllegalStateException("A value inside an object needs a name first");
    }
    if (open.isEmpty() && !text.isEmpty()) {
      throw new IllegalStateException("A JSON text is one value");
    }
    separate();
  }

  private void separate() {
    if (open.isEmpty()) {
      return;
    }
    if (!first) {
      text.append(',');
    }
    first = false;
    newLine();
  }

  private void newLine() {
    if (indent > 0) {
      text.append('\n').repeat(' ', indent * open.size());
    }
  }

  private static void quote(String value, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case '\b' -> to.append("\\b");
        case '\f' -> to.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(c, to);
        default -> i += plain(value, i, to);
      }
    }
    to.append('"');
  }

  /// Appends the character at the index; returns how many more than one char it took.
  private static int plain(String value, int index, StringBuilder to) {
    char c = value.charAt(index);
    if (c < ' ') {
      escape(c, to);
      return 0;
    }
    if (!Character.isSurrogate(c)) {
      to.append(c);
      return 0;
    }
    if (Character.isHighSurrogate(c)
        && index + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(index + 1))) {
      to.append(c).append(value.charAt(index + 1));
      return 1;
    }
    to.append("\\ufffd"); // half a character has no UTF-8 form
    return 0;
  }

  private static void escape(char c, StringBuilder to) {
    to.append("\\u")
        .append(HEX[c >> 12 & 0xf])
        .append(HEX[c >> 8 & 0xf])
        .append(HEX[c >> 4 & 0xf])
        .append(HEX[c & 0xf]);
  }
}
