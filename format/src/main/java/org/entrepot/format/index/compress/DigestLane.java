package org.entrepot.format.index.compress;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import org.entrepot.format.checksum.DigestAlgorithm;

/// Digests of one stream of bytes, some of the four or all. Used by one thread at a time.
final class DigestLane {
  /// Small enough that several digests read it from the processor's cache. Smaller ones were slower
  /// in a young JVM.
  private static final int CHUNK_BYTES = 64 << 10;

  private final Map<DigestAlgorithm, MessageDigest> digests = new EnumMap<>(DigestAlgorithm.class);
  private long sizeBytes;

  DigestLane(DigestAlgorithm... algorithms) {
    for (var algorithm : algorithms) {
      digests.put(algorithm, digest(algorithm));
    }
  }

  void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at += CHUNK_BYTES) {
      for (var digest : digests.values()) {
        digest.update(bytes, at, Math.min(CHUNK_BYTES, end - at));
      }
    }
    sizeBytes += length;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /// Moves the results into a map, once.
  void finish(Map<DigestAlgorithm, byte[]> results) {
    digests.forEach((algorithm, digest) -> results.put(algorithm, digest.digest()));
  }

  private static MessageDigest digest(DigestAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.standardName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + algorithm.standardName(), e);
    }
  }
}
