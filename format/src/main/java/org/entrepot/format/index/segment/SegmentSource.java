package org.entrepot.format.index.segment;

import java.io.IOException;
import java.util.Optional;

/// The segments of one index, in order. Asked by one thread.
@FunctionalInterface
public interface SegmentSource {
  /// The next segment, or nothing after the last. Also the place to stop a long write: what is
  /// thrown here ends it.
  Optional<Segment> next() throws IOException;

  /// A source of segments that are known.
  static SegmentSource of(Iterable<Segment> segments) {
    var iterator = segments.iterator();
    return () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
  }
}
