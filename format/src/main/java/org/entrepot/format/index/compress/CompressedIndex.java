package org.entrepot.format.index.compress;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.compression.Compression;

/// An index as written: what its plain text is, and the files that hold it. Immutable.
///
/// @param plain size and digests of the uncompressed text, whether it was written or not
/// @param files the written files, the uncompressed one among them only when it was asked for
public record CompressedIndex(Checksums plain, SortedMap<Compression, CompressedFile> files) {
  public CompressedIndex {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(new EnumMap<>(files)));
  }

  /// A written file. It is not yet durable: who moves it into place makes it so.
  public record CompressedFile(Path path, Checksums checksums) {}
}
