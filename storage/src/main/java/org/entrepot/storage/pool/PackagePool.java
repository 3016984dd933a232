package org.entrepot.storage.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps each package file once, under its SHA-256 and base name ([PoolPath]).
///
/// A file is written through a [PoolBatch] and never changed afterwards. What has a final name is
/// whole and durable: bytes are synced before they are moved there. Many threads, processes and
/// (where the backend is shared) machines may use one pool at once, adding the same file included;
/// only [#delete] must be kept apart from users of that file, which is the business of the
/// operations' resource claims.
///
/// Reading methods throw [org.entrepot.storage.StorageException] with `MISSING` when the file is
/// not there. Stray files which are not at a [PoolPath] are neither listed nor touched.
public interface PackagePool {
  /// A new batch; nothing is written before its first file. The caller closes it.
  PoolBatch newBatch() throws IOException;

  /// The bytes of a file. The caller closes the stream.
  InputStream open(PoolPath path) throws IOException;

  /// The file as a local path, where the backend has such; the file itself need not exist. Never
  /// write to it.
  Optional<Path> findLocalPath(PoolPath path);

  /// Whether a regular file of just this size is there. Cheap: reads no content.
  boolean contains(PoolPath path, long sizeBytes) throws IOException;

  /// Reads the whole file and compares it with its digests.
  PoolCondition examine(PoolFile file) throws IOException;

  /// Removes a file.
  ///
  /// @return whether it was there
  boolean delete(PoolPath path) throws IOException;

  /// Every file of the pool, in no particular order, without those of open batches. The caller
  /// closes the stream, which may throw `UncheckedIOException`. A file that is added or deleted
  /// meanwhile may be in it or not.
  Stream<PoolEntry> walk() throws IOException;

  /// Removes temporaries of processes that died. Those of living ones, here or elsewhere, stay.
  ///
  /// @return how many files were removed
  int sweep() throws IOException;
}
