package org.entrepot.server.api.route;

import java.util.ArrayDeque;

/// How names of paths are made harmless, as clients know it (spec rest-api 2.6).
public final class SafeNames {
  private SafeNames() {}

  /// The text without `..`, `$`, backticks and slashes at its beginning.
  public static String strip(String text) {
    String stripped = text.replace("..", "").replace("$", "").replace("`", "");
    int start = 0;
    while (start < stripped.length() && stripped.charAt(start) == '/') {
      start++;
    }
    return stripped.substring(start);
  }

  /// Whether the path, cleaned, names something below a directory and not the directory itself.
  public static boolean isPathOk(String text) {
    var cleaned = new ArrayDeque<String>();
    for (String part : text.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!cleaned.isEmpty() && !cleaned.peekLast().equals("..")) {
          cleaned.removeLast();
        } else if (!text.startsWith("/")) {
          cleaned.addLast(part);
        }
        continue;
      }
      cleaned.addLast(part);
    }
    return !cleaned.isEmpty() && !cleaned.contains("..");
  }
}
