package org.entrepot.format.index.compress;

import java.util.Optional;
import java.util.zip.CRC32;
import org.entrepot.format.checksum.Sha256;

/// The plain text of a segment, on its way to the digests and compressors. Nobody changes the
/// arrays.
final class PlainSegment {
  private final Sha256 key;
  private final byte[] bytes;
  private final Optional<byte[]> zstd;
  private final long crc32;

  /// @param zstd the form that the text was taken from, if it came from the cache
  PlainSegment(Sha256 key, byte[] bytes, Optional<byte[]> zstd) {
    this.key = key;
    this.bytes = bytes;
    this.zstd = zstd;
    var crc = new CRC32();
    crc.update(bytes);
    this.crc32 = crc.getValue();
  }

  Sha256 key() {
    return key;
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<byte[]> zstd() {
    return zstd;
  }

  /// Check value as gzip and xz use it.
  long crc32() {
    return crc32;
  }
}
