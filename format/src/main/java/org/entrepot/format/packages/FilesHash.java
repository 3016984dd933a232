package org.entrepot.format.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.entrepot.format.text.ByteText;

/// Hash of the files of a package, part of its key: 64 bit FNV-1a over the files in bytewise order
/// of their names; for each file its name, its size as eight bytes (big end first), and the
/// lower-case hexadecimal texts of MD5, SHA-1 and SHA-256, without separators. A missing digest
/// adds nothing, a missing size counts as 0. SHA-512 takes no part. Immutable.
///
/// @param value the 64 bits
public record FilesHash(long value) {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /// The hash of these files, in whatever order they come.
  public static FilesHash of(List<NamedChecksums> files) {
    long hash = OFFSET_BASIS;
    var sorted =
        files.stream()
            .map(file -> new NameBytes(ByteText.encode(file.name()), file))
            .sorted((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()))
            .toList();
    for (var entry : sorted) {
      var checksums = entry.file().checksums();
      hash = feed(hash, entry.bytes());
      hash = feed(hash, ByteBuffer.allocate(8).putLong(checksums.sizeBytes().orElse(0)).array());
      hash = checksums.md5().isPresent() ? feed(hash, checksums.md5().get().hex()) : hash;
      hash = checksums.sha1().isPresent() ? feed(hash, checksums.sha1().get().hex()) : hash;
      hash = checksums.sha256().isPresent() ? feed(hash, checksums.sha256().get().hex()) : hash;
    }
    return new FilesHash(hash);
  }

  /// Lower-case hexadecimal text of at least 8 digits: leading zeros fill up to 8, never to 16.
  public String hex() {
    var digits = Long.toHexString(value);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  @Override
  public String toString() {
    return hex();
  }

  private static long feed(long hash, String text) {
    return feed(hash, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static long feed(long hash, byte[] bytes) {
    long next = hash;
    for (byte b : bytes) {
      next = (next ^ (b & 0xff)) * PRIME;
    }
    return next;
  }

  // Never compared by equals: only carries the sort key along.
  @SuppressWarnings("ArrayRecordComponent") // private to one sort, never compared or published
  private record NameBytes(byte[] bytes, NamedChecksums file) {}
}
