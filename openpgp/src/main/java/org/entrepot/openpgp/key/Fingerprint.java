package org.entrepot.openpgp.key;

import java.util.HexFormat;
import java.util.Locale;

/// The fingerprint of a key (RFC 4880 section 12.2): 40 upper-case hexadecimal digits of a version
/// 4 key, 64 of a version 6 key.
public record Fingerprint(String hex) {
  /// Checks the digits.
  public Fingerprint {
    if (!hex.matches("[0-9A-F]{40}|[0-9A-F]{64}")) {
      throw new IllegalArgumentException("\"" + hex + "\" is not an OpenPGP fingerprint");
    }
  }

  /// The fingerprint of these bytes.
  public static Fingerprint of(byte[] bytes) {
    return new Fingerprint(HexFormat.of().withUpperCase().formatHex(bytes));
  }

  /// The fingerprint in this text; lower case and blanks between the digits are accepted.
  public static Fingerprint parse(String text) {
    return new Fingerprint(text.replace(" ", "").toUpperCase(Locale.ROOT));
  }

  /// The long key id, 16 digits: the end of a version 4 fingerprint, the beginning of a later one.
  public String keyId() {
    return hex.length() == 40 ? hex.substring(24) : hex.substring(0, 16);
  }

  @Override
  public String toString() {
    return hex;
  }
}
