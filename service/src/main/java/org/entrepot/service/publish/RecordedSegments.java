package org.entrepot.service.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.index.ContentsSource;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentSource;

/// Segments of a Contents index that are noted as they pass by. Used by one thread.
final class RecordedSegments implements SegmentSource {
  private final ContentsSource source;
  private final List<ContentsManifest.Piece> pieces = new ArrayList<>();

  RecordedSegments(ContentsSource source) {
    this.source = source;
  }

  @Override
  public Optional<Segment> next() throws IOException {
    Optional<Segment> segment = source.next();
    segment.ifPresent(s -> pieces.add(new ContentsManifest.Piece(s.key(), source.firstPath())));
    return segment;
  }

  /// What passed by; empty when an index of it could not be brought up to date from its text.
  Optional<ContentsManifest> manifest() {
    return source.hasEscapes() ? Optional.empty() : Optional.of(new ContentsManifest(pieces));
  }
}
