package org.entrepot.format.index;

import org.entrepot.format.index.segment.SegmentSource;

/// The segments of a Contents index, with where they begin. Asked by one thread.
public interface ContentsSource extends SegmentSource {
  /// The path of the first line of the segment that [#next()] returned last.
  String firstPath();

  /// Whether a path was written otherwise than it is, so that the text does not tell it.
  boolean hasEscapes();
}
