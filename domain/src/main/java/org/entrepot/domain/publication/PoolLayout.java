package org.entrepot.domain.publication;

/// Where package files lie below a prefix.
public enum PoolLayout {
  /// `pool/COMPONENT`, shared by all distributions of the prefix.
  SHARED,
  /// `pool/DISTRIBUTION/COMPONENT`, so that distributions may hold different files of one name.
  PER_DISTRIBUTION,
  /// Where the archive that the packages come from has them: of publications that show an archive
  /// as its owner signed it.
  UPSTREAM
}
