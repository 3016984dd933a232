package org.entrepot.domain.publication;

/// Whether Contents indices are published.
public enum ContentsIndices {
  WRITTEN,
  SKIPPED
}
