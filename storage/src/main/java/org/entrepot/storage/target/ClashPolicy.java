package org.entrepot.storage.target;

/// What to do when another file holds the path of a package file.
public enum ClashPolicy {
  /// Leave it and report [LinkResult.Clash].
  REFUSE,

  /// Put the new file in its place (`-force-overwrite`).
  REPLACE
}
