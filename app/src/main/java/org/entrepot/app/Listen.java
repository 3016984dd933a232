package org.entrepot.app;

import java.nio.file.Path;
import org.entrepot.server.api.ListenPlace;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Where `-listen` tells to listen.
///
/// @param host empty for all addresses
record Listen(String host, int port) {

  /// Parses `host:port` or `:port`.
  static Listen parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon >= 0 && port >= 0 && port <= 65_535) {
        return new Listen(unbracketed(text.substring(0, colon)), port);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new RepositoryException(
        ErrorCode.INVALID_REQUEST,
        "-listen=%s is not HOST:PORT, such as 127.0.0.1:8080, or :8080 for all addresses"
            .formatted(text));
  }

  /// Parses what the API may listen on: `host:port`, `:port` or `unix:///path`.
  static ListenPlace place(String text) {
    if (!text.startsWith("unix:")) {
      Listen listen = parse(text);
      return new ListenPlace.Tcp(listen.host(), listen.port());
    }
    String path = text.startsWith("unix://") ? text.substring("unix://".length()) : "";
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "-listen=%s is not unix:// and the absolute path of a socket, as in".formatted(text)
              + " unix:///run/entrepot.sock");
    }
    return new ListenPlace.UnixSocket(Path.of(path));
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
