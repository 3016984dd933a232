package org.entrepot.format.index;

import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// Checks paths that a Release file names: they lead to files below the directory of the Release
/// file, nowhere else.
final class ReleasePath {
  private static final int MAXIMUM_LENGTH = 4096;

  private ReleasePath() {}

  /// The path without leading `./`.
  ///
  /// @throws FormatException when it is absolute, has an element `..`, a control character, or a
  ///   byte that is not UTF-8
  static String checked(String path, String source) throws FormatException {
    var relative = path;
    while (relative.startsWith("./")) {
      relative = relative.substring(2);
    }
    boolean safe =
        !relative.isEmpty()
            && relative.length() <= MAXIMUM_LENGTH
            && ByteText.readable(relative).equals(relative)
            && relative.charAt(0) != '/'
            && relative.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\');
    for (int from = 0; safe && from <= relative.length(); ) {
      int slash = relative.indexOf('/', from);
      int end = slash < 0 ? relative.length() : slash;
      var element = relative.substring(from, end);
      safe = !element.isEmpty() && !element.equals(".") && !element.equals("..");
      from = end + 1;
    }
    if (!safe) {
      throw FormatException.of(
          source, "names a file by an unsafe path", "repository format, Release", path);
    }
    return relative;
  }
}
