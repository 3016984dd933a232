package org.entrepot.format.checksum;

/// A digest of some bytes. Immutable; equal when algorithm and bytes are.
public sealed interface Digest permits Md5, Sha1, Sha256, Sha512 {
  /// How it was computed.
  DigestAlgorithm algorithm();

  /// Lower-case hexadecimal text.
  String hex();

  /// The bytes; a copy of its own for every caller.
  byte[] bytes();
}
