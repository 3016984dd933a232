package org.entrepot.format.checksum;

/// The digests that Debian archives use.
public enum DigestAlgorithm {
  /// RFC 1321; weak.
  MD5("MD5"),
  /// FIPS 180-4; weak.
  SHA1("SHA-1"),
  /// FIPS 180-4.
  SHA256("SHA-256"),
  /// FIPS 180-4.
  SHA512("SHA-512");

  private final String standardName;

  DigestAlgorithm(String standardName) {
    this.standardName = standardName;
  }

  /// Name for `java.security.MessageDigest` and for people, such as `SHA-256`.
  public String standardName() {
    return standardName;
  }
}
