package org.entrepot.server.api.route;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What routes see of an HTTP request.
public interface RequestSource {
  /// The first value of a parameter of the query string.
  Optional<String> query(String name);

  /// All parameters of the query string.
  Map<String, List<String>> queries();

  /// The first value of a header.
  Optional<String> header(String name);

  /// The body. Reading it blocks until the client has sent it.
  InputStream content();

  /// The parts of a multipart body. Each is a file in `directory`, named by its number.
  ///
  /// @throws RefusedException when the body is not multipart, or is larger than allowed
  List<Part> parts(Path directory);

  /// A part of a multipart body.
  ///
  /// @param name of the field; may be empty
  /// @param fileName as the client gave it; empty when the part is not a file
  record Part(String name, Optional<String> fileName, Path content) {}
}
