package org.entrepot.domain.publication;

/// Whether indices are also published under their digests, which lets apt read a whole archive
/// while it changes.
public enum ByHash {
  ENABLED,
  DISABLED
}
