package org.entrepot.format.index;

import java.io.IOException;
import java.util.Optional;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentBoundaries;

/// The segments of a Contents index, made from its sorted lines as they come.
///
/// Where a segment begins depends on the paths only, its key on its text; so when a package is
/// replaced by a version with the same files, or one with a few others, most segments are found in
/// the cache. An index without lines has no segment. Used by one thread.
public final class ContentsSegments implements ContentsSource {
  private static final int MAXIMUM_BYTES = 4 << 20;

  private final LineSource lines;
  private final boolean whole;
  private final SegmentBoundaries boundaries = new SegmentBoundaries(SegmentBoundaries.CONTENTS);
  private final ContentsIndex text = new ContentsIndex();
  private Optional<ContentsLine> pending = Optional.empty();
  private boolean started;
  private boolean escapes;
  private String firstPath = "";

  private ContentsSegments(LineSource lines, boolean whole) {
    this.lines = lines;
    this.whole = whole;
  }

  /// The segments of an index of these lines.
  public static ContentsSegments of(LineSource lines) {
    return new ContentsSegments(lines, true);
  }

  /// The segments of the lines from a path on that [#isBoundary(String)], as they are in the middle
  /// of an index.
  public static ContentsSegments from(LineSource lines) {
    return new ContentsSegments(lines, false);
  }

  /// Whether a segment begins with this path wherever it stands, but for the first line.
  public static boolean isBoundary(String path) {
    return SegmentBoundaries.isBoundary(path, SegmentBoundaries.CONTENTS);
  }

  @Override
  public String firstPath() {
    return firstPath;
  }

  @Override
  public boolean hasEscapes() {
    return escapes;
  }

  @Override
  public Optional<Segment> next() throws IOException {
    if (!started) {
      started = true;
      pending = lines.next();
      pending.ifPresent(line -> {
        boundaries.beginsWith(line.path());
        if (whole) {
          text.addHeader();
        }
      });
    }
    pending.ifPresent(line -> firstPath = line.path());
    while (pending.isPresent()) {
      text.add(pending.get());
      escapes |= !ContentsLine.escaped(pending.get().path()).equals(pending.get().path());
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
