package org.entrepot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;

/// What a server answered, whichever client asked.
///
/// @param body must be closed
/// @param lengthBytes of the body, where the server says it
record HttpResponseHead(int status, Headers headers, InputStream body, OptionalLong lengthBytes) {
  /// Finds headers by name.
  @FunctionalInterface
  interface Headers {
    Optional<String> find(String name);
  }

  static HttpResponseHead of(HttpResponse<InputStream> response) {
    return new HttpResponseHead(
        response.statusCode(),
        name -> response.headers().firstValue(name),
        response.body(),
        response.headers().firstValueAsLong("Content-Length"));
  }

  static HttpResponseHead of(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    long length = connection.getContentLengthLong();
    return new HttpResponseHead(
        status,
        name -> Optional.ofNullable(connection.getHeaderField(name)),
        body == null ? InputStream.nullInputStream() : body,
        length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
  }

  String header(String name) {
    return headers.find(name).orElse("");
  }
}
