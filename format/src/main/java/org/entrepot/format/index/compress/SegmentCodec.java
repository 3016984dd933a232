package org.entrepot.format.index.compress;

import java.io.IOException;
import org.entrepot.format.compression.Compression;

/// One compression of segments: makes a form, which is a whole file by itself, and tells whether a
/// form holds a text.
///
/// Used by one thread at a time; holds what is costly to make anew for each segment.
sealed interface SegmentCodec extends AutoCloseable
    permits GzipMember, XzBlock, ZstdFrame, Bzip2Stream {
  /// The form of a plain text. The same text gives the same bytes.
  byte[] compress(byte[] plain) throws IOException;

  /// Whether a form from a cache says of itself that it holds this text: size and check value where
  /// the format has them.
  boolean claims(byte[] form, PlainSegment plain);

  @Override
  default void close() {}

  static SegmentCodec of(Compression compression) {
    return switch (compression) {
      case GZIP -> new GzipMember();
      case XZ -> new XzBlock();
      case ZSTD -> new ZstdFrame();
      case BZIP2 -> new Bzip2Stream();
      case NONE, LZMA ->
          throw new IllegalArgumentException("Segments are not compressed as " + compression);
    };
  }
}
