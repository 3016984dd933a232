package org.entrepot.format.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// MD5 digest of some bytes (RFC 1321). Kept for old formats, proves nothing. Immutable; the
/// components are the digest's bytes in order, which takes half the memory of its text.
public record Md5(long bytes0, long bytes8) implements Digest {
  /// Length in bytes.
  public static final int LENGTH = 16;

  /// The digest of these bytes.
  ///
  /// @throws IllegalArgumentException unless there are exactly 16 of them
  public static Md5 of(byte[] digest) {
    var bytes = DigestText.exactly(digest, LENGTH, DigestAlgorithm.MD5);
    return new Md5(bytes.getLong(), bytes.getLong());
  }

  /// The digest of its text: 32 hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static Md5 parse(String hex) {
    return of(DigestText.parse(hex, LENGTH, DigestAlgorithm.MD5));
  }

  @Override
  public DigestAlgorithm algorithm() {
    return DigestAlgorithm.MD5;
  }

  @Override
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(bytes0).putLong(bytes8).array();
  }

  @Override
  public String toString() {
    return hex();
  }
}
