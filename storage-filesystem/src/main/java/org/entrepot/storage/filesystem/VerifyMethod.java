package org.entrepot.storage.filesystem;

/// How [LinkMethod#COPY] and [LinkMethod#REFLINK] decide whether a file that is there already may
/// stay (`verifyMethod` of an endpoint).
public enum VerifyMethod {
  /// Equal size and equal SHA-256; the configuration calls it `md5`.
  DIGEST,

  /// Equal size is enough.
  SIZE
}
