package org.entrepot.storage.pool;

/// What became of a file that was offered to the pool. In each case the bytes are there now and
/// survive a crash.
public sealed interface PutResult {
  /// Where the bytes are.
  PoolPath path();

  /// The file is new.
  record Stored(PoolPath path) implements PutResult {}

  /// A file of the same digest, name and size was there before; nothing was written.
  record AlreadyPresent(PoolPath path) implements PutResult {}

  /// A file of another size had this path, so it was damaged; the good bytes took its place.
  ///
  /// @param damagedSizeBytes how long the damaged file was
  record Repaired(PoolPath path, long damagedSizeBytes) implements PutResult {}

  /// One line for people.
  static String describe(PutResult result) {
    return switch (result) {
      case Stored(var path) -> "stored " + path;
      case AlreadyPresent(var path) -> "kept " + path;
      case Repaired(var path, var size) ->
          "repaired " + path + ", which was damaged (it had " + size + " bytes)";
    };
  }
}
