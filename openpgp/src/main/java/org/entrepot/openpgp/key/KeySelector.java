package org.entrepot.openpgp.key;

import java.util.Locale;
import java.util.regex.Pattern;

/// How a person names a key: a fingerprint, a key id of 16 or 8 digits (each also with `0x`, blanks
/// or a final `!`), or part of a user id without regard to case.
record KeySelector(String text) {
  private static final Pattern HEX =
      Pattern.compile("(?:0x)?([0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64})!?");

  /// Whether the key answers to this name, by itself or by one of its subkeys.
  boolean matches(Certificate certificate) {
    String hex = hex();
    if (!hex.isEmpty()) {
      for (var key : certificate.ring()) {
        if (matches(Fingerprint.of(key.getFingerprint()), hex)) {
          return true;
        }
      }
    }
    String part = text.strip().toLowerCase(Locale.ROOT);
    return !part.isEmpty()
        && certificate.userIds().stream()
            .anyMatch(userId -> userId.toLowerCase(Locale.ROOT).contains(part));
  }

  /// Whether this names exactly this key, not its primary key or a subkey beside it.
  boolean names(Fingerprint fingerprint) {
    String hex = hex();
    return !hex.isEmpty() && matches(fingerprint, hex);
  }

  private static boolean matches(Fingerprint fingerprint, String hex) {
    return switch (hex.length()) {
      case 8 -> fingerprint.hex().length() == 40 && fingerprint.hex().endsWith(hex);
      case 16 -> fingerprint.keyId().equals(hex);
      default -> fingerprint.hex().equals(hex);
    };
  }

  private String hex() {
    String packed = text.replace(" ", "").toUpperCase(Locale.ROOT).replaceFirst("^0X", "");
    var matcher = HEX.matcher(packed);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
