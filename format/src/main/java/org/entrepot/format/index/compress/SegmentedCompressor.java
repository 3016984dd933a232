package org.entrepot.format.index.compress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.segment.SegmentCache;
import org.entrepot.format.index.segment.SegmentSource;

/// Writes an index in several compressions at once, and computes the digests of each.
///
/// The files depend on the segments only, not on the number of threads. Those of gzip and Zstandard
/// are concatenated members and frames, one per segment. Those of xz and bzip2 are one stream with
/// the blocks of all segments, as apt reads only the first of several streams. LZMA has no blocks
/// and is refused. A few segments are in memory at a time. Thread-safe; several indices may be
/// written at once.
///
/// Compression and hashing run on the executor, reading segments and waiting on the thread that
/// calls; which must not be one of a bounded number of threads of the executor, else they may wait
/// for each other.
public final class SegmentedCompressor implements AutoCloseable {
  private final Executor executor;
  private final int parallelism;
  private final SegmentCache cache;
  private final CodecPool codecs = new CodecPool();

  /// @param parallelism how many tasks the executor runs at once: bounds the segments in memory to
  ///   one more
  public SegmentedCompressor(Executor executor, int parallelism, SegmentCache cache) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("Compressing needs a thread, not " + parallelism);
    }
    this.executor = executor;
    this.parallelism = parallelism;
    this.cache = cache;
  }

  /// Writes the files `directory/name` + extension, replacing files of that name. They are neither
  /// synced nor moved. When this fails none of them is left.
  ///
  /// @param wanted the files to write; `NONE` for the uncompressed one
  /// @throws IllegalArgumentException for LZMA
  public CompressedIndex write(
      Path directory, String name, Set<Compression> wanted, SegmentSource segments)
      throws IOException {
    if (wanted.contains(Compression.LZMA)) {
      throw new IllegalArgumentException("An index cannot be written as .lzma in segments");
    }
    try (var run = IndexRun.open(directory, name, wanted)) {
      var forms = new SegmentForms(codecs, cache, wanted);
      return run.write(segments, forms, executor, parallelism + 1);
    }
  }

  /// The plain text of a segment that was written before; empty when the cache has lost it.
  public Optional<byte[]> findPlain(Sha256 key) throws IOException {
    return new SegmentForms(codecs, cache, Set.of()).cachedPlain(key).map(PlainSegment::bytes);
  }

  /// Keeps a text for later, under a key of its own.
  public void keep(Sha256 key, byte[] text) throws IOException {
    cache.store(
        key, Compression.ZSTD, codecs.with(Compression.ZSTD, codec -> codec.compress(text)));
  }

  /// Lets go of the compressors; nothing may be written after that.
  @Override
  public void close() {
    codecs.close();
  }
}
