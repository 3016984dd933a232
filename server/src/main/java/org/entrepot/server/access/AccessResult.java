package org.entrepot.server.access;

import java.time.Duration;
import java.util.List;
import org.entrepot.service.Caller;

/// Whether a request may be answered. The messages are sentences for whoever sent it.
public sealed interface AccessResult {
  /// It may, on behalf of this caller.
  record Allowed(Caller caller) implements AccessResult {}

  /// Nobody knows who sent it: 401, with [#CHALLENGES].
  record Unauthenticated(String message) implements AccessResult {}

  /// The token does not allow it: 403.
  record Forbidden(String message) implements AccessResult {}

  /// Too many wrong tokens came from there: 429, with a Retry-After of so many seconds.
  record Throttled(Duration retryAfter, String message) implements AccessResult {}

  /// Values of WWW-Authenticate, one header field each (RFC 9110 11.6.1, RFC 6750 3, RFC 7617 2).
  List<String> CHALLENGES =
      List.of("Bearer realm=\"entrepot\"", "Basic realm=\"entrepot\", charset=\"UTF-8\"");
}
