package org.entrepot.format.index.segment;

import java.io.IOException;
import java.util.Optional;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;

/// Keeps compressed segments from one publication to the next. Thread-safe.
///
/// A form is a whole small file of its compression, for one segment. The Zstandard form is kept
/// even where no `.zst` is published, because the plain text is taken from it. Losing entries costs
/// only time. `find` must return nothing rather than bytes that differ from those stored: what it
/// returns is published as it is, and only size and check values of the plain text are compared
/// with it.
public interface SegmentCache {
  /// Keeps nothing.
  SegmentCache NONE =
      new SegmentCache() {
        @Override
        public Optional<byte[]> find(Sha256 key, Compression compression) {
          return Optional.empty();
        }

        @Override
        public void store(Sha256 key, Compression compression, byte[] form) {
          // Nothing is kept.
        }
      };

  /// The form that was stored for this key, unchanged, or nothing. The caller does not change the
  /// bytes.
  Optional<byte[]> find(Sha256 key, Compression compression) throws IOException;

  /// Keeps a form; the bytes do not change any more. A form that is there already may stay.
  void store(Sha256 key, Compression compression, byte[] form) throws IOException;
}
