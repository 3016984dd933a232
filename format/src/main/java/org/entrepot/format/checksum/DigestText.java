package org.entrepot.format.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Checks the bytes and texts that digests are made of.
final class DigestText {
  private DigestText() {}

  static ByteBuffer exactly(byte[] digest, int length, DigestAlgorithm algorithm) {
    if (digest.length != length) {
      throw new IllegalArgumentException(
          "%s takes %d bytes, not %d".formatted(algorithm.standardName(), length, digest.length));
    }
    return ByteBuffer.wrap(digest);
  }

  static byte[] parse(String hex, int length, DigestAlgorithm algorithm) {
    if (hex.length() != 2 * length || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      var shown = hex.length() > 140 ? hex.substring(0, 140) + "..." : hex;
      throw new IllegalArgumentException(
          "\"%s\" is not a %s digest of %d hexadecimal digits"
              .formatted(shown, algorithm.standardName(), 2 * length));
    }
    return HexFormat.of().parseHex(hex);
  }
}
