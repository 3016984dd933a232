package org.entrepot.catalog.check;

/// How much a check reads.
public enum CheckDepth {
  /// What is cheap: structure, references, sizes.
  QUICK,
  /// Every byte that a digest is known of.
  WHOLE
}
