package org.entrepot.openpgp.key;

/// What keys are made of.
public enum KeyAlgorithm {
  /// Ed25519, in the version 4 form that every GnuPG since 2.1 and apt since Debian 9 read
  /// (algorithm 22, "EdDSA legacy").
  ED25519,
  /// RSA of 3072 bits.
  RSA_3072,
  /// RSA of 4096 bits.
  RSA_4096
}
