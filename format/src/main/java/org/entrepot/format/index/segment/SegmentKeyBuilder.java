package org.entrepot.format.index.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.entrepot.format.checksum.Sha256;

/// Makes the key of a segment from all that determines its bytes.
///
/// For a segment of Packages that is, for each package in order, the digest of its stanza, its pool
/// directory, and the names and digests of its files. Each part is hashed with its length, so `ab`,
/// `c` and `a`, `bc` differ. Used by one thread, once.
public final class SegmentKeyBuilder {
  /// To be raised whenever rendering or compression of the same input gives other bytes.
  private static final long RENDERING = 2;

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  /// Begins a key.
  ///
  /// @param kind what the segment is, such as `Packages`
  public SegmentKeyBuilder(String kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
    add(RENDERING).add(kind);
  }

  /// Adds a text.
  public SegmentKeyBuilder add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds bytes.
  public SegmentKeyBuilder add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /// Adds a digest.
  public SegmentKeyBuilder add(Sha256 value) {
    return add(value.bytes());
  }

  /// Adds a number.
  public SegmentKeyBuilder add(long value) {
    digest.update(number.clear().putLong(value).flip());
    return this;
  }

  /// The key; afterwards the builder is of no more use.
  public Sha256 build() {
    return Sha256.of(digest.digest());
  }
}
