package org.entrepot.server.archive;

import java.nio.file.Path;

/// A directory that is served below a path of the server.
///
/// @param pathPrefix `/`, or an absolute path without a slash at its end, `/debian`; not
///   percent-encoded
/// @param root the directory; it may be missing (nothing is published yet) and may be a symbolic
///   link
public record Mount(String pathPrefix, Path root) {
  public Mount {
    if (!pathPrefix.startsWith("/") || (pathPrefix.length() > 1 && pathPrefix.endsWith("/"))) {
      throw new IllegalArgumentException(
          "path prefix '%s': write / or an absolute path without a slash at its end"
              .formatted(pathPrefix));
    }
    if (RequestPath.ofNames(pathPrefix).isEmpty()) {
      throw new IllegalArgumentException(
          "path prefix '%s' holds an empty part, a dot part or a control character"
              .formatted(pathPrefix));
    }
    root = root.toAbsolutePath().normalize();
  }

  RequestPath path() {
    return RequestPath.ofNames(pathPrefix).orElseThrow();
  }
}
