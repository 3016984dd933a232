package org.entrepot.format.index.compress;

import java.io.IOException;
import java.util.Optional;
import org.entrepot.format.compression.Compression;

/// Joins the forms of segments to one stream, for the compressions of which apt reads only the
/// first of concatenated streams, silently (seen with apt 2.6.2). Used by one thread at a time.
sealed interface FormJoiner permits XzStream, Bzip2Joiner {
  /// The joiner of a compression; nothing where forms are simply concatenated.
  static Optional<FormJoiner> of(Compression compression) {
    return switch (compression) {
      case XZ -> Optional.of(new XzStream());
      case BZIP2 -> Optional.of(new Bzip2Joiner());
      case NONE, GZIP, ZSTD, LZMA -> Optional.empty();
    };
  }

  /// What stands before the first form.
  byte[] start();

  /// What the next form adds.
  ///
  /// @param plainBytes length of its plain text, more than 0
  byte[] add(byte[] form, int plainBytes) throws IOException;

  /// What stands after the last form.
  byte[] end();
}
