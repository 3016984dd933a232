package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.format.text.ByteText;

/// The segments that a Contents index was made of, so that the next one is made of the same but for
/// those that changed. Kept beside the segments, under a key of what determines the index; text
/// form: a line `KEY PATH` for each segment, in order. Immutable.
///
/// @param pieces in order; none for an index without lines
record ContentsManifest(List<Piece> pieces) {
  private static final int HEX_DIGITS = 2 * Sha256.LENGTH;

  ContentsManifest {
    pieces = List.copyOf(pieces);
  }

  /// @param key of the segment
  /// @param firstPath of its first line
  record Piece(Sha256 key, String firstPath) {}

  /// Where the manifest of an index is kept.
  static Sha256 key(UUID publication, String inputs) {
    return new SegmentKeyBuilder("segments of Contents")
        .add(publication.toString())
        .add(inputs)
        .build();
  }

  byte[] toBytes() {
    var text = new StringBuilder();
    pieces.forEach(
        piece -> text.append(piece.key.hex()).append(' ').append(piece.firstPath).append('\n'));
    return ByteText.encode(text.toString());
  }

  /// Reads the text form; empty when it is none.
  static Optional<ContentsManifest> parse(byte[] bytes) {
    var pieces = new ArrayList<Piece>();
    for (String line : ByteText.decode(bytes).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int blank = line.indexOf(' ');
      if (blank != HEX_DIGITS) {
        return Optional.empty();
      }
      pieces.add(new Piece(Sha256.parse(line.substring(0, blank)), line.substring(blank + 1)));
    }
    return Optional.of(new ContentsManifest(pieces));
  }
}
