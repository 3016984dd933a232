package org.entrepot.format.index.segment;

import java.io.IOException;
import org.entrepot.format.checksum.Sha256;

/// A piece of an index that is compressed on its own.
///
/// @param key digest over everything that determines the bytes; see [SegmentKeyBuilder]
/// @param plain renders the bytes; called at most once, by any thread, and not at all when a cache
///   has them
public record Segment(Sha256 key, PlainText plain) {
  /// The segment of bytes that are at hand, with a key made of them.
  ///
  /// @param kind what the bytes are, such as `Contents`: part of the key
  public static Segment of(String kind, byte[] plain) {
    return new Segment(new SegmentKeyBuilder(kind).add(plain).build(), () -> plain);
  }

  /// Renders the uncompressed bytes of a segment.
  @FunctionalInterface
  public interface PlainText {
    /// The bytes, which nobody changes from now on.
    byte[] bytes() throws IOException;
  }
}
