package org.entrepot.domain.packages;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What names, versions and file names may look like before anything is built of them.
///
/// Names follow Debian Policy 5.6.1 and 5.6.7 as widely as dpkg does: capital letters, underscores
/// and a single letter are harmless and occur outside Debian. They never hold a slash or begin with
/// a dot, so a directory made of them stays where it belongs.
final class PackageSyntax {
  private static final int MAX_NAME_BYTES = 200;
  private static final int MAX_FILE_NAME_BYTES = 255;
  private static final int MAX_PATH_BYTES = 1000;
  private static final int MAX_VERSION_LENGTH = 255;
  private static final int SHOWN_LENGTH = 80;

  private PackageSyntax() {}

  static void checkName(String what, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("The " + what + " is empty");
    }
    if (name.length() > MAX_NAME_BYTES) {
      throw refused(what, name, "is longer than " + MAX_NAME_BYTES + " characters");
    }
    if (!isLetterOrDigit(name.charAt(0))) {
      throw refused(what, name, "does not begin with a letter or digit");
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '+' && c != '.' && c != '_') {
        throw refused(what, name, "contains a character other than letters, digits, +, -, . and _");
      }
    }
  }

  static void checkVersion(String version) {
    if (version.isEmpty()) {
      throw new IllegalArgumentException("The version of the package is empty");
    }
    if (version.length() > MAX_VERSION_LENGTH) {
      throw refused("version", version, "is longer than " + MAX_VERSION_LENGTH + " characters");
    }
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '/' || c == '\\') {
        throw refused("version", version, "contains a character that no version may have");
      }
    }
  }

  static void checkFileName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A file name of the package is empty");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || c == '\\') {
        throw refused("file name", name, "contains a control character or backslash");
      }
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw refused("file name", name, "is too long");
    }
    int from = 0;
    while (from <= name.length()) {
      int slash = name.indexOf('/', from);
      int to = slash < 0 ? name.length() : slash;
      checkElement(name, name.substring(from, to), from == 0);
      from = to + 1;
    }
  }

  private static void checkElement(String name, String element, boolean first) {
    // SHA256SUMS of Debian names its files "./netboot/...".
    boolean here = element.equals(".") && !(first && name.startsWith("./"));
    if (element.isEmpty() || here || element.equals("..")) {
      throw refused("file name", name, "is not a plain relative path");
    }
    if (element.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_NAME_BYTES) {
      throw refused("file name", name, "is too long");
    }
  }

  static IllegalArgumentException refused(String what, String value, String problem) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "The %s \"%s\" %s", what, visible(value), problem));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String visible(String value) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), SHOWN_LENGTH); i++) {
      char c = value.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return value.length() > SHOWN_LENGTH ? shown + "..." : shown.toString();
  }
}
