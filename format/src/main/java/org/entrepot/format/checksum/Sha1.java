package org.entrepot.format.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// SHA-1 digest of some bytes (FIPS 180-4). Kept for old formats, proves nothing. Immutable; the
/// components are the digest's bytes in order, which takes half the memory of its text.
public record Sha1(long bytes0, long bytes8, int bytes16) implements Digest {
  /// Length in bytes.
  public static final int LENGTH = 20;

  /// The digest of these bytes.
  ///
  /// @throws IllegalArgumentException unless there are exactly 20 of them
  public static Sha1 of(byte[] digest) {
    var bytes = DigestText.exactly(digest, LENGTH, DigestAlgorithm.SHA1);
    return new Sha1(bytes.getLong(), bytes.getLong(), bytes.getInt());
  }

  /// The digest of its text: 40 hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static Sha1 parse(String hex) {
    return of(DigestText.parse(hex, LENGTH, DigestAlgorithm.SHA1));
  }

  @Override
  public DigestAlgorithm algorithm() {
    return DigestAlgorithm.SHA1;
  }

  @Override
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(bytes0).putLong(bytes8).putInt(bytes16).array();
  }

  @Override
  public String toString() {
    return hex();
  }
}
