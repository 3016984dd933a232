package org.entrepot.domain.name;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The rules that every name obeys: it can be one element of a path, one word of a line and one
/// line of a file on every file system and object store that we write to.
final class NameRules {
  /// NAME_MAX of Linux file systems.
  private static final int MAX_BYTES = 255;

  private static final int SHOWN_LENGTH = 80;

  private NameRules() {}

  /// Refuses what is no single path element.
  static void checkElement(String what, String name) {
    if (name.isEmpty()) {
      throw new InvalidNameException("the " + what + " is empty");
    }
    if (name.equals(".") || name.equals("..")) {
      throw refused(what, name, "would name another directory");
    }
    if (name.indexOf('/') >= 0) {
      throw refused(what, name, "contains a slash");
    }
    checkCharacters(what, name);
    if (utf8(name).length > MAX_BYTES) {
      throw refused(what, name, "is longer than " + MAX_BYTES + " bytes");
    }
  }

  /// Refuses also blanks of any kind: for names that stand in lists separated by blanks.
  static void checkWord(String what, String name) {
    checkElement(what, name);
    if (name.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      throw refused(what, name, "contains a blank");
    }
  }

  private static void checkCharacters(String what, String name) {
    if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      throw refused(what, name, "contains a control character");
    }
    if (name.codePoints().anyMatch(NameRules::isLoneSurrogate)) {
      throw refused(what, name, "is not valid Unicode text");
    }
  }

  private static boolean isLoneSurrogate(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  static InvalidNameException refused(String what, String name, String problem) {
    return new InvalidNameException("the " + what + " \"" + visible(name) + "\" " + problem);
  }

  /// Order of the UTF-8 bytes, which is not the order of Java's `char` values.
  static int compare(String a, String b) {
    return Arrays.compareUnsigned(utf8(a), utf8(b));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String visible(String name) {
    var shown = new StringBuilder();
    name.codePoints()
        .limit(SHOWN_LENGTH)
        .map(c -> Character.isISOControl(c) || isLoneSurrogate(c) ? 0xFFFD : c)
        .forEach(shown::appendCodePoint);
    return shown.length() < name.length() ? shown + "..." : shown.toString();
  }
}
