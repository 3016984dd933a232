package org.entrepot.format.index;

/// Case of ASCII letters in names of fields.
final class AsciiCase {
  private AsciiCase() {}

  static byte lower(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
  }

  static byte upper(byte c) {
    return c >= 'a' && c <= 'z' ? (byte) (c - 32) : c;
  }

  /// Whether the range, in lower case, is this text.
  static boolean equalsLower(byte[] lower, byte[] text, int from, int to) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      if (lower(text[from + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }
}
