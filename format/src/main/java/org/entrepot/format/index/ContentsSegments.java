package org.entrepot.format.index;

import java.io.IOException;
import java.util.Optional;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentBoundaries;
import org.entrepot.format.index.segment.SegmentSource;

/// The segments of a Contents index, made from its sorted lines as they come.
///
/// Where a segment begins depends on the paths only, its key on its text; so when a package is
/// replaced by a version with the same files, or one with a few others, most segments are found in
/// the cache. An index without lines has no segment and should not be written. Used by one thread.
public final class ContentsSegments implements SegmentSource {
  private static final int MAXIMUM_BYTES = 4 << 20;

  private final LineSource lines;
  private final SegmentBoundaries boundaries = new SegmentBoundaries(SegmentBoundaries.CONTENTS);
  private final ContentsIndex text = new ContentsIndex();
  private Optional<ContentsLine> pending = Optional.empty();
  private boolean started;

  /// The segments of these lines.
  public ContentsSegments(LineSource lines) {
    this.lines = lines;
  }

  @Override
  public Optional<Segment> next() throws IOException {
    if (!started) {
      started = true;
      pending = lines.next();
      pending.ifPresent(_ -> text.addHeader());
    }
    while (pending.isPresent()) {
      text.add(pending.get());
      pending = lines.next();
      if (pending.isEmpty()
          || boundaries.beginsWith(pending.get().path())
          || text.sizeBytes() >= MAXIMUM_BYTES) {
        var segment = Segment.of("Contents", text.toBytes());
        text.clear();
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }

  /// The lines of a Contents index, ascending by the bytes of their paths, each path once.
  @FunctionalInterface
  public interface LineSource {
    /// The next line, or nothing after the last.
    Optional<ContentsLine> next() throws IOException;
  }
}
