package org.entrepot.openpgp.key;

/// What became of a key that was offered to the store.
public sealed interface ImportResult {
  /// The key as it is stored now.
  KeyDescription key();

  /// It was not there before.
  record Added(KeyDescription key) implements ImportResult {}

  /// It was there; its signatures, user ids or secret half were added.
  record Updated(KeyDescription key) implements ImportResult {}

  /// All of it was there before; nothing was written.
  record Unchanged(KeyDescription key) implements ImportResult {}
}
