package org.entrepot.format.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// SHA-256 digest of some bytes (FIPS 180-4). Immutable; the components are the digest's bytes in
/// order, which takes half the memory of its text.
public record Sha256(long bytes0, long bytes8, long bytes16, long bytes24) implements Digest {
  /// Length in bytes.
  public static final int LENGTH = 32;

  /// The digest of these bytes.
  ///
  /// @throws IllegalArgumentException unless there are exactly 32 of them
  public static Sha256 of(byte[] digest) {
    var bytes = DigestText.exactly(digest, LENGTH, DigestAlgorithm.SHA256);
    return new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /// The digest of its text: 64 hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static Sha256 parse(String hex) {
    return of(DigestText.parse(hex, LENGTH, DigestAlgorithm.SHA256));
  }

  @Override
  public DigestAlgorithm algorithm() {
    return DigestAlgorithm.SHA256;
  }

  @Override
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .putLong(bytes0)
        .putLong(bytes8)
        .putLong(bytes16)
        .putLong(bytes24)
        .array();
  }

  @Override
  public String toString() {
    return hex();
  }
}
