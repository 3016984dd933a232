package org.entrepot.storage.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// Files on their way into the pool: read, hashed and written under temporary names one by one,
/// then made durable and moved into place all together, which is a hundred times cheaper than one
/// by one.
///
/// ```
/// try (PoolBatch batch = pool.newBatch()) {
///   StagedFile staged = batch.add("foo_1.0_amd64.deb", source, AddMethod.COPY);
///   try (InputStream in = batch.open(staged)) { ... look at the very bytes that will be stored ... }
///   batch.commit();
/// }
/// ```
///
/// `add`, `open` and `discard` may be called from many threads at once; `commit` and `close` from
/// one thread after the others are done. The same content may be added twice, under one name or
/// several.
///
/// Errors are `IOException`s, [org.entrepot.storage.StorageException] where the reason is known
/// (full disk, source changed, not a regular file ...). An `add` that fails leaves nothing behind
/// and the batch usable. A `commit` that fails may have stored some of the files, each of them
/// whole; after it only `close` is possible. A crash leaves temporaries that [PackagePool#sweep]
/// removes, and never a broken file under its final name.
public interface PoolBatch extends AutoCloseable {
  /// Reads `source` to its end, but does not close it.
  ///
  /// @param fileName the base name, at most [PoolPath#MAX_NAME_BYTES] bytes
  StagedFile add(String fileName, InputStream source) throws IOException;

  /// Takes a local file. Symbolic links are followed to the regular file they lead to; anything
  /// else (directory, pipe, device, socket) is refused. A source that changes while it is read is
  /// refused too.
  ///
  /// @param fileName the base name, at most [PoolPath#MAX_NAME_BYTES] bytes; need not be that of
  ///   `source`
  StagedFile add(String fileName, Path source, AddMethod method) throws IOException;

  /// The bytes of a staged file, before the commit. The caller closes the stream.
  InputStream open(StagedFile file) throws IOException;

  /// Drops a staged file: it will not be committed. Dropping it twice is harmless.
  void discard(StagedFile file) throws IOException;

  /// Makes every staged file durable under its [StagedFile#path]. Afterwards neither `kill -9` nor
  /// loss of power undoes it.
  ///
  /// @return one result per file that was not discarded, in the order in which they were added
  List<PutResult> commit() throws IOException;

  /// Removes what was not committed. Closing twice is harmless.
  @Override
  void close() throws IOException;
}
