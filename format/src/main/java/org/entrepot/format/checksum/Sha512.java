package org.entrepot.format.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// SHA-512 digest of some bytes (FIPS 180-4). Immutable; the components are the digest's bytes in
/// order, which takes half the memory of its text.
public record Sha512(
    long bytes0,
    long bytes8,
    long bytes16,
    long bytes24,
    long bytes32,
    long bytes40,
    long bytes48,
    long bytes56)
    implements Digest {
  /// Length in bytes.
  public static final int LENGTH = 64;

  /// The digest of these bytes.
  ///
  /// @throws IllegalArgumentException unless there are exactly 64 of them
  public static Sha512 of(byte[] digest) {
    var bytes = DigestText.exactly(digest, LENGTH, DigestAlgorithm.SHA512);
    return new Sha512(
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong());
  }

  /// The digest of its text: 128 hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException for any other text
  public static Sha512 parse(String hex) {
    return of(DigestText.parse(hex, LENGTH, DigestAlgorithm.SHA512));
  }

  @Override
  public DigestAlgorithm algorithm() {
    return DigestAlgorithm.SHA512;
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
        .putLong(bytes32)
        .putLong(bytes40)
        .putLong(bytes48)
        .putLong(bytes56)
        .array();
  }

  @Override
  public String toString() {
    return hex();
  }
}
