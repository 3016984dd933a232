package org.entrepot.format.deb822;

import org.entrepot.format.text.ByteText;

/// One field of a stanza.
///
/// The value is the text after the colon exactly as read: usually with a leading blank,
/// continuation lines included with their newline and leading blank, without the final newline.
/// Bytes that are not UTF-8 are kept as `ByteText` escapes. Immutable.
///
/// @param name the name, spelled as read
/// @param value the text after the colon, as read
public record Field(FieldName name, String value) {
  /// @throws IllegalArgumentException for a value that would end the field: a line after the first
  ///   that is empty or does not begin with a blank, or a carriage return before a newline
  public Field {
    for (int at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) {
      boolean continued =
          at + 1 < value.length() && (value.charAt(at + 1) == ' ' || value.charAt(at + 1) == '\t');
      if (!continued) {
        throw new IllegalArgumentException(
            "The value of " + name + " has a line that does not begin with a blank");
      }
      if (at > 0 && value.charAt(at - 1) == '\r') {
        throw new IllegalArgumentException("The value of " + name + " has a carriage return");
      }
    }
    if (value.endsWith("\r")) {
      throw new IllegalArgumentException("The value of " + name + " has a carriage return");
    }
  }

  /// A field with a blank between colon and value, unless the value brings a blank or newline
  /// itself.
  public static Field of(String name, String value) {
    return new Field(new FieldName(name), spaced(value));
  }

  static String spaced(String value) {
    boolean ready =
        !value.isEmpty()
            && (value.charAt(0) == ' ' || value.charAt(0) == '\t' || value.charAt(0) == '\n');
    return ready ? value : " " + value;
  }

  /// The value as one line: the first line trimmed, each continuation line trimmed and appended
  /// after one blank. A field whose first line is empty therefore begins with a blank. Bytes that
  /// are not UTF-8 are shown as U+FFFD.
  public String text() {
    int end = value.indexOf('\n');
    if (end < 0) {
      return ByteText.readable(trim(value));
    }
    var folded = new StringBuilder(value.length()).append(trim(value.substring(0, end)));
    while (end >= 0) {
      int next = value.indexOf('\n', end + 1);
      folded.append(' ').append(trim(value.substring(end + 1, next < 0 ? value.length() : next)));
      end = next;
    }
    return ByteText.readable(folded.toString());
  }

  /// The value with its lines, each ended by a newline: the first line, if it holds any text, with
  /// its leading blank and without trailing blanks, then the continuation lines as read. Bytes that
  /// are not UTF-8 are shown as U+FFFD.
  public String block() {
    int end = value.indexOf('\n');
    var first = (end < 0 ? value : value.substring(0, end)).stripTrailing();
    var rest = end < 0 ? "" : value.substring(end + 1) + "\n";
    return ByteText.readable(first.isEmpty() ? rest : first + "\n" + rest);
  }

  /// `block` for the fields whose lines carry meaning, `text` for all others.
  public String textOrBlock() {
    return name.isMultiLine() ? block() : text();
  }

  /// The lines of this field as in the file, without the final newline.
  @Override
  public String toString() {
    return name.name() + ":" + value;
  }

  private static String trim(String line) {
    return line.strip();
  }
}
