package org.entrepot.server.api.route;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// What a route answers.
public sealed interface Answer {
  /// A value as JSON; null is the JSON `null`.
  record Json(int status, @Nullable Object value) implements Answer {}

  /// Text of some type.
  record Text(int status, String contentType, String text) implements Answer {}

  /// Bytes that are made while they are sent.
  record Stream(int status, String contentType, Writer writer) implements Answer {}

  /// No body: 204.
  record Nothing() implements Answer {}

  /// Another path.
  record Redirect(int status, String location) implements Answer {}

  /// Writes a body. An [IOException] ends the answer unfinished.
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /// 200 with a value.
  static Answer ok(@Nullable Object value) {
    return new Json(200, value);
  }
}
