package org.entrepot.storage.pool;

import org.entrepot.format.checksum.Checksums;

/// A file of the pool and what it must contain.
///
/// @param path where it is
/// @param checksums its size and digests, as computed when it was added
public record PoolFile(PoolPath path, Checksums checksums) {
  /// Refuses a path that belongs to another digest with `IllegalArgumentException`.
  public PoolFile {
    if (!path.fits(checksums.sha256())) {
      throw new IllegalArgumentException(
          "The pool path '" + path + "' does not belong to SHA-256 " + checksums.sha256().hex());
    }
  }

  /// The file with this content and base name.
  public static PoolFile of(Checksums checksums, String fileName) {
    return new PoolFile(PoolPath.of(checksums.sha256(), fileName), checksums);
  }
}
