package org.entrepot.cli.command;

import java.net.URI;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// A server that does commands.
///
/// @param base its URL with a slash at its end
/// @param token for it; may be empty
record ServerAddress(URI base, String token) {
  static ServerAddress of(String url, String token) {
    try {
      URI base = URI.create(url.endsWith("/") ? url : url + "/");
      String scheme = String.valueOf(base.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && base.getHost() != null) {
        return new ServerAddress(base, token.strip());
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new RepositoryException(
        ErrorCode.INVALID_REQUEST,
        "the server \"%s\" is no URL such as http://archive.example.org:8080".formatted(url));
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
