package org.entrepot.domain.mirror;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.entrepot.domain.name.InvalidNameException;

/// The root of an archive, as in sources.list(5): `http`, `https`, `ftp` or `file`, always ended by
/// a slash, without query, fragment and password. Immutable.
///
/// @param value the URL as written, with its final slash
public record ArchiveUrl(String value) {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "file");
  private static final int MOST_CHARACTERS = 2000;

  /// @throws InvalidNameException for anything else
  public ArchiveUrl {
    if (value.length() > MOST_CHARACTERS) {
      throw new InvalidNameException(
          "the archive URL has more than " + MOST_CHARACTERS + " characters");
    }
    if (!value.endsWith("/")) {
      value = value + "/";
    }
    check(value);
  }

  private static void check(String value) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      throw new InvalidNameException(
          "the archive URL \"%s\" is none: %s".formatted(value, String.valueOf(e.getMessage())));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new InvalidNameException(
          "the archive URL \"%s\" does not begin with http://, https://, ftp:// or file:/"
              .formatted(value));
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidNameException(
          "the archive URL \"%s\" has a query or a fragment; name the directory only"
              .formatted(value));
    }
    if (uri.getRawUserInfo() != null && uri.getRawUserInfo().indexOf(':') >= 0) {
      throw new InvalidNameException(
          "the archive URL of %s holds a password, which would be kept in clear; write it to"
                  .formatted(uri.getHost())
              + " auth.conf as \"machine %s login NAME password SECRET\" instead"
                  .formatted(uri.getHost()));
    }
    boolean file = scheme.equals("file");
    if (!file && (uri.getHost() == null || uri.getHost().isEmpty())) {
      throw new InvalidNameException("the archive URL \"%s\" names no host".formatted(value));
    }
    if (file && (uri.getRawPath() == null || !uri.getRawPath().startsWith("/"))) {
      throw new InvalidNameException(
          "the archive URL \"%s\" has no absolute path, such as file:/srv/archive/"
              .formatted(value));
    }
  }

  /// The URL of a file below this root; `path` is percent-encoded as far as it must be.
  ///
  /// @throws InvalidNameException for a path that leads out of the archive
  public URI resolve(String path) {
    if (path.startsWith("/") || path.indexOf('\\') >= 0 || hasDots(path)) {
      throw new InvalidNameException("the archive names a file by the unsafe path " + path);
    }
    return URI.create(value + encode(path));
  }

  private static boolean hasDots(String path) {
    for (String element : path.split("/", -1)) {
      if (element.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /// Percent-encodes what RFC 3986 does not allow in a path, and `+`, which some servers take for a
  /// blank.
  private static String encode(String path) {
    var out = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~/!$&'()*,;=:@".indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append("%02x".formatted((int) c));
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return value;
  }
}
