package org.entrepot.format.checksum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Computes size and all digests in one pass. Used by one thread, once.
public final class ChecksumCalculator {
  /// Large enough for few system calls, small enough that four digests read it from the cache.
  private static final int CHUNK_BYTES = 64 << 10;

  private final MessageDigest md5 = digest(DigestAlgorithm.MD5);
  private final MessageDigest sha1 = digest(DigestAlgorithm.SHA1);
  private final MessageDigest sha256 = digest(DigestAlgorithm.SHA256);
  private final MessageDigest sha512 = digest(DigestAlgorithm.SHA512);
  private long sizeBytes;

  /// Checksums of everything up to the end of the stream, which stays open.
  public static Checksums of(InputStream in) throws IOException {
    var calculator = new ChecksumCalculator();
    var chunk = new byte[CHUNK_BYTES];
    int count;
    while ((count = in.read(chunk)) >= 0) {
      calculator.update(chunk, 0, count);
    }
    return calculator.finish();
  }

  /// Checksums of a file.
  public static Checksums of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /// Checksums of bytes in memory.
  public static Checksums of(byte[] bytes) {
    var calculator = new ChecksumCalculator();
    calculator.update(bytes, 0, bytes.length);
    return calculator.finish();
  }

  /// Takes the next bytes into account.
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at += CHUNK_BYTES) {
      int count = Math.min(CHUNK_BYTES, end - at);
      md5.update(bytes, at, count);
      sha1.update(bytes, at, count);
      sha256.update(bytes, at, count);
      sha512.update(bytes, at, count);
    }
    sizeBytes += length;
  }

  /// Bytes seen so far.
  public long sizeBytes() {
    return sizeBytes;
  }

  /// The checksums of all bytes; afterwards the calculator is of no more use.
  public Checksums finish() {
    return new Checksums(
        sizeBytes,
        Md5.of(md5.digest()),
        Sha1.of(sha1.digest()),
        Sha256.of(sha256.digest()),
        Sha512.of(sha512.digest()));
  }

  private static MessageDigest digest(DigestAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.standardName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + algorithm.standardName(), e);
    }
  }
}
