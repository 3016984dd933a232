package org.entrepot.openpgp.verify;

/// How many of a file's signatures must be good.
public enum AcceptancePolicy {
  /// At least one is good, and none is bad; others may be by unknown, expired or revoked keys. So a
  /// file signed by an old and a new archive key is accepted by who trusts one of them.
  ANY_TRUSTED,
  /// There is at least one, and every one is good.
  EVERY_SIGNATURE
}
