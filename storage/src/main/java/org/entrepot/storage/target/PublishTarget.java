package org.entrepot.storage.target;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PoolFile;

/// A place that apt reads: a local directory or a bucket of an object store.
///
/// - **Whole files only.** A reader finds at each path the old file, the new file, or (for a new
///   path) nothing. Every write is atomic, and a crash leaves at most temporaries, which [#sweep]
///   removes.
/// - **Directories are not objects.** They come with the first file and go with the last; only
///   files have paths.
/// - **Durable after [#sync].** What was done before a `sync` that returned survives a loss of
///   power. Calls without a `sync` between them may reach the disk in any order, so whoever needs
///   an order (indices before the Release file) syncs between.
/// - **Safe to use at once** by many threads and processes. Two writers of one path: the last one
///   wins, whole.
/// - **No way out.** A path whose directory leads out of the root by symbolic links is refused
///   (`BAD_PATH`).
/// - **Repeatable.** Every call may be repeated after a failure or a crash, with the same final
///   result.
///
/// Errors are `IOException`s, [org.entrepot.storage.StorageException] where the reason is known. A
/// call that throws has not changed the path, except that "failed" from a remote store may mean
/// "not known".
public interface PublishTarget {
  /// Makes a file of the package pool readable at `path`, by the cheapest way the target has (hard
  /// link, symbolic link, server side copy, upload).
  ///
  /// An existing file counts as the same when it *is* that file (inode, target of the link) or has
  /// the same size and content, so a restored or copied pool is no reason to refuse. A target may
  /// be set to compare sizes alone.
  LinkResult link(PoolFile file, TargetPath path, ClashPolicy policy) throws IOException;

  /// Writes `content` at `path`, replacing what is there.
  void put(TargetPath path, byte[] content) throws IOException;

  /// Copies a local file to `path`, replacing what is there. Content other than `expected` is
  /// refused with `CORRUPT` and `path` not changed.
  void put(TargetPath path, Path local, Checksums expected) throws IOException;

  /// As [#put(TargetPath, Path, Checksums)], for a file of ours that nobody changes any more: the
  /// target may keep that very file instead of a copy, so its content is trusted, and only its size
  /// compared. The caller deletes `local` afterwards.
  void take(TargetPath path, Path local, Checksums expected) throws IOException;

  /// Makes the file at `from` readable at `to` as well, replacing what is there. Later changes of
  /// one are not seen at the other.
  void copy(TargetPath from, TargetPath to) throws IOException;

  /// Removes a file, and the directories that are empty thereby.
  ///
  /// @return whether it was there
  boolean delete(TargetPath path) throws IOException;

  /// The file at `path`; empty when there is none (or a directory).
  Optional<TargetFile> find(TargetPath path) throws IOException;

  /// The digest of the content at `path`, read now. `MISSING` when there is no file.
  Sha256 digest(TargetPath path) throws IOException;

  /// Every file below a directory, in no particular order, without temporaries; nothing when there
  /// is no such directory. The caller closes the stream, which may throw `UncheckedIOException`.
  Stream<TargetFile> list(TargetPath directory) throws IOException;

  /// Makes everything durable that was done before, by whichever thread.
  void sync() throws IOException;

  /// Removes temporaries that were last written before `olderThan`. A writer that is still busy
  /// with one of them begins again by itself.
  ///
  /// @return how many files were removed
  int sweep(Instant olderThan) throws IOException;

  /// The file as a local path, where the target has such; the file itself need not exist. Never
  /// write to it.
  Optional<Path> findLocalPath(TargetPath path) throws IOException;
}
