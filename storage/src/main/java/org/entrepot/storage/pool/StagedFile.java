package org.entrepot.storage.pool;

import org.entrepot.format.checksum.Checksums;

/// A file that a batch has read, hashed and written under a temporary name.
///
/// Digests and future path are known at once; the path holds the file only after
/// [PoolBatch#commit].
///
/// @param number its place among the files added to its batch, from 0
/// @param path where it will be
/// @param checksums size and digests of the bytes that were written
public record StagedFile(int number, PoolPath path, Checksums checksums) {
  /// The same as a file of the pool, for use after the commit.
  public PoolFile file() {
    return new PoolFile(path, checksums);
  }
}
