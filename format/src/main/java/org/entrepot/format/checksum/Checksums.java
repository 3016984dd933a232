package org.entrepot.format.checksum;

/// Size and all digests of a file, computed from its bytes. Immutable.
///
/// @param sizeBytes size in bytes, not negative
public record Checksums(long sizeBytes, Md5 md5, Sha1 sha1, Sha256 sha256, Sha512 sha512) {
  public Checksums {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("A file cannot have " + sizeBytes + " bytes");
    }
  }

  /// The digest of one algorithm.
  public Digest digest(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> md5;
      case SHA1 -> sha1;
      case SHA256 -> sha256;
      case SHA512 -> sha512;
    };
  }
}
