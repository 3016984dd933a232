package org.entrepot.service.publish;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.segment.SegmentKeyBuilder;

/// The segments that a Packages or Sources index was made of, so that the next one is made of the
/// same but for those that changed. Kept beside the segments, under a key of what determines the
/// index; binary form: for each segment its key, the number of its packages, their ids. Immutable.
///
/// @param pieces in order; none for an index without stanzas
record StanzaManifest(List<Piece> pieces) {
  StanzaManifest {
    pieces = List.copyOf(pieces);
  }

  /// A segment and its packages.
  static final class Piece {
    final Sha256 key;
    final int[] ids; // in the order of the index, at least one

    Piece(Sha256 key, int[] ids) {
      this.key = key;
      this.ids = ids;
    }
  }

  /// Where the manifest of an index is kept: ids mean nothing in another catalog, whose
  /// publications have other ids.
  static Sha256 key(UUID publication, String inputs) {
    return new SegmentKeyBuilder("segments of stanzas")
        .add(publication.toString())
        .add(inputs)
        .build();
  }

  byte[] toBytes() {
    int numbers = pieces.stream().mapToInt(piece -> 1 + piece.ids.length).sum();
    var bytes = ByteBuffer.allocate(pieces.size() * Sha256.LENGTH + numbers * Integer.BYTES);
    for (Piece piece : pieces) {
      bytes.put(piece.key.bytes()).putInt(piece.ids.length);
      for (int id : piece.ids) {
        bytes.putInt(id);
      }
    }
    return bytes.array();
  }

  /// Reads the binary form; empty when it is none.
  static Optional<StanzaManifest> parse(byte[] stored) {
    var bytes = ByteBuffer.wrap(stored);
    var pieces = new ArrayList<Piece>();
    while (bytes.remaining() > Sha256.LENGTH + Integer.BYTES) {
      byte[] key = new byte[Sha256.LENGTH];
      bytes.get(key);
      int count = bytes.getInt();
      if (count < 1 || count > bytes.remaining() / Integer.BYTES) {
        return Optional.empty();
      }
      int[] ids = new int[count];
      bytes.asIntBuffer().get(ids);
      bytes.position(bytes.position() + count * Integer.BYTES);
      pieces.add(new Piece(Sha256.of(key), ids));
    }
    return bytes.hasRemaining() ? Optional.empty() : Optional.of(new StanzaManifest(pieces));
  }
}
