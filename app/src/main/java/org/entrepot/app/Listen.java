package org.entrepot.app;

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
      if (port >= 0 && port <= 65_535) {
        return new Listen(unbracketed(colon < 0 ? "" : text.substring(0, colon)), port);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new RepositoryException(
        ErrorCode.INVALID_REQUEST,
        "-listen=%s is not HOST:PORT, such as 127.0.0.1:8080 or :8080".formatted(text));
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
