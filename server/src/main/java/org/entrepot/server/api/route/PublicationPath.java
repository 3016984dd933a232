package org.entrepot.server.api.route;

/// How prefixes, distributions and components are spelled in paths (spec rest-api 2.7).
public final class PublicationPath {
  private PublicationPath() {}

  /// The text behind a segment: `_` is a slash, `__` an underscore. Never empty: `.` stands for it.
  public static String unescape(String segment) {
    String text = SafeNames.strip(segment.replace('_', '/').replace("//", "_"));
    return text.isEmpty() ? "." : text;
  }

  /// Storage and prefix as `[storage:]prefix` of a segment.
  public static String location(String segment) {
    String text = unescape(segment);
    int colon = text.lastIndexOf(':');
    String storage = colon < 0 ? "" : text.substring(0, colon);
    String prefix = text.substring(colon + 1);
    if (prefix.startsWith("/")) {
      prefix = prefix.substring(1);
    }
    if (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    if (prefix.isEmpty()) {
      prefix = ".";
    }
    return storage.isEmpty() ? prefix : storage + ":" + prefix;
  }
}
