package org.entrepot.format.clearsign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Walks over the lines of a byte array; a line ends by a newline or with the array.
final class Lines {
  private final byte[] bytes;
  private int from;
  private int trimmed;
  private int end;
  private int next;
  private int number;

  Lines(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Goes to the next line, if there is one.
  boolean next() {
    if (next >= bytes.length) {
      return false;
    }
    from = next;
    end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    next = end + 1;
    trimmed = end;
    while (trimmed > from && isBlank(bytes[trimmed - 1])) {
      trimmed--;
    }
    number++;
    return true;
  }

  /// Counted from 1.
  int number() {
    return number;
  }

  boolean isBlank() {
    return trimmed == from;
  }

  boolean beginsWithDash() {
    return end > from && bytes[from] == '-';
  }

  /// Whether the line, without trailing blanks, is this text.
  boolean is(String text) {
    if (trimmed - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Takes the escape `- ` off; false when the line begins with another thing.
  boolean unescape() {
    // the blank of an escaped empty line counts as trailing
    if (end - from < 2 || bytes[from + 1] != ' ') {
      return false;
    }
    from += 2;
    trimmed = Math.max(trimmed, from);
    return true;
  }

  /// The line without trailing blanks, for people and armor headers.
  String text() {
    return new String(bytes, from, trimmed - from, StandardCharsets.ISO_8859_1);
  }

  void writeTrimmed(ByteArrayOutputStream out) {
    out.write(bytes, from, trimmed - from);
  }

  /// Writes the line as it is, ended by a newline.
  void writeWhole(ByteArrayOutputStream out) {
    out.write(bytes, from, end - from);
    out.write('\n');
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
