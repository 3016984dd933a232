package org.entrepot.storage.path;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The rule for one name between slashes, shared by every path type of the storages.
///
/// A name has 1 to 255 bytes of UTF-8, is not `.` or `..`, and holds no slash, no control character
/// and no half of a surrogate pair. That is what all backends can store and what a URL path can
/// carry.
public final class FileNames {
  /// The longest name, in bytes of UTF-8.
  public static final int MAX_BYTES = 255;

  private FileNames() {}

  /// Says what is wrong with `name`, as the end of a sentence; empty when nothing is.
  public static Optional<String> findFault(String name) {
    if (name.isEmpty()) {
      return Optional.of("has an empty name between slashes");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("uses '" + name + "' as a name");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        return Optional.of("has a slash within a name");
      }
      if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
        return Optional.of("has a control character (code " + (int) c + ")");
      }
    }
    if (name.length() * 3 > MAX_BYTES || !isAscii(name)) {
      return findEncodingFault(name);
    }
    return Optional.empty();
  }

  private static Optional<String> findEncodingFault(String name) {
    var encoder = StandardCharsets.UTF_8.newEncoder();
    if (!encoder.canEncode(name)) {
      return Optional.of("has half of a surrogate pair");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      return Optional.of("has a name of " + bytes + " bytes, more than " + MAX_BYTES);
    }
    return Optional.empty();
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// Shows a name that may hold anything in a message: control characters escaped, at most 80
  /// characters.
  public static String printable(String name) {
    var text = new StringBuilder();
    for (int i = 0; i < name.length() && i < 80; i++) {
      char c = name.charAt(i);
      if (c < ' ' || (c >= 0x7f && c <= 0x9f) || Character.isSurrogate(c)) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return name.length() > 80 ? text + "..." : text.toString();
  }
}
