package org.entrepot.server.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.entrepot.domain.access.TokenSecret;

/// What an Authorization field holds.
sealed interface Credential {
  /// There is no such field.
  record None() implements Credential {}

  /// Something that cannot be a token of ours.
  record Foreign() implements Credential {}

  /// Something that looks like one, and is not.
  record Malformed() implements Credential {}

  /// A token, right or wrong.
  record Shown(TokenSecret secret) implements Credential {}

  /// Longer fields than any of ours are not looked at.
  int MOST_CHARACTERS = 1024;

  /// What is held: `Bearer TOKEN` (RFC 6750 2.1), or `Basic` with the token as password and any
  /// user name (RFC 7617 2).
  static Credential of(Optional<String> authorization) {
    if (authorization.isEmpty()) {
      return new None();
    }
    String field = authorization.get().strip();
    int blank = field.indexOf(' ');
    if (blank < 0 || field.length() > MOST_CHARACTERS) {
      return new Foreign();
    }
    String scheme = field.substring(0, blank);
    String value = field.substring(blank + 1).strip();
    if (scheme.equalsIgnoreCase("Bearer")) {
      return ofToken(value);
    }
    return scheme.equalsIgnoreCase("Basic") ? ofToken(password(value)) : new Foreign();
  }

  private static Credential ofToken(String text) {
    if (!text.startsWith(TokenSecret.PREFIX)) {
      return new Foreign();
    }
    return TokenSecret.parse(text).<Credential>map(Shown::new).orElseGet(Malformed::new);
  }

  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
