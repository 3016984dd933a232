package org.entrepot.format.index;

import java.util.List;
import org.entrepot.format.FormatException;

/// A line of a Contents index: a path, and the packages that have it.
///
/// The text form is the path, one blank, and the packages joined by commas. As a path may hold
/// blanks it is read from the last blank. A control character in a path is written as a backslash
/// and three octal digits, since a newline would forge a line. Immutable.
///
/// @param path relative to the root of the system, such as `usr/bin/cu`
/// @param packages qualified names such as `contrib/net/cu`, sorted
public record ContentsLine(String path, List<String> packages) {
  private static final char LAST_CONTROL = 0x1f;
  private static final char DELETE = 0x7f;

  public ContentsLine {
    packages = packages.stream().sorted().distinct().toList();
    if (path.isEmpty() || packages.isEmpty()) {
      throw new IllegalArgumentException(
          "A line of Contents needs a path and a package: \"" + path + "\" " + packages);
    }
  }

  /// The name of a package as Contents shows it: with its section, unless that is empty or could
  /// not be told from the rest of the line.
  public static String qualifiedName(String section, String name) {
    boolean clear = section.chars().noneMatch(c -> c <= ' ' || c == ',' || c == DELETE);
    return section.isEmpty() || !clear ? name : section + "/" + name;
  }

  /// Reads a line without its newline; any number of blanks may stand between path and packages.
  ///
  /// @throws FormatException when it has no two parts
  public static ContentsLine parse(String line, String source) throws FormatException {
    int end = line.length();
    while (end > 0 && isBlank(line.charAt(end - 1))) {
      end--;
    }
    int blank = end - 1;
    while (blank >= 0 && !isBlank(line.charAt(blank))) {
      blank--;
    }
    int pathEnd = blank;
    while (pathEnd > 0 && isBlank(line.charAt(pathEnd - 1))) {
      pathEnd--;
    }
    var packages =
        List.of(line.substring(blank + 1, end).split(",", -1)).stream()
            .filter(name -> !name.isEmpty())
            .toList();
    if (pathEnd <= 0 || packages.isEmpty()) {
      throw FormatException.of(
          source, "is not a path, a blank, and packages", "repository format, Contents", line);
    }
    return new ContentsLine(line.substring(0, pathEnd), packages);
  }

  /// The line as written, without newline.
  @Override
  public String toString() {
    return escaped(path) + " " + String.join(",", packages);
  }

  /// A path as it is written.
  static String escaped(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (isControl(path.charAt(i))) {
        return escapeAll(path);
      }
    }
    return path;
  }

  private static String escapeAll(String path) {
    var text = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (isControl(c)) {
        text.append('\\').append((char) ('0' + (c >> 6))).append((char) ('0' + (c >> 3 & 7)));
        text.append((char) ('0' + (c & 7)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isControl(char c) {
    return c <= LAST_CONTROL || c == DELETE;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
