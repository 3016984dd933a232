package org.entrepot.format.index.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/// One bzip2 stream; [Bzip2Joiner] takes the blocks out of it. Slow (6 MB/s): for old clients only.
///
/// Every 700,000 bytes of text are a block of their own, so that the number of blocks is known from
/// the length.
final class Bzip2Stream implements SegmentCodec {
  /// What surely fits a block of 900,000, as runs of four equal bytes become five.
  private static final int BLOCK_BYTES = 700_000;

  private static final int BLOCK_UNIT_BYTES = 100_000;

  /// The blocks that a text is compressed in.
  static int blocks(int plainBytes) {
    return Math.ceilDiv(plainBytes, BLOCK_BYTES);
  }

  @Override
  public byte[] compress(byte[] plain) throws IOException {
    if (plain.length <= BLOCK_BYTES) {
      return block(plain, 0, plain.length);
    }
    var joiner = new Bzip2Joiner();
    var out = new ByteArrayOutputStream(plain.length / 4);
    out.writeBytes(joiner.start());
    for (int from = 0; from < plain.length; from += BLOCK_BYTES) {
      int length = Math.min(BLOCK_BYTES, plain.length - from);
      out.writeBytes(joiner.add(block(plain, from, length), length));
    }
    out.writeBytes(joiner.end());
    return out.toByteArray();
  }

  private static byte[] block(byte[] plain, int from, int length) throws IOException {
    var out = new ByteArrayOutputStream(length / 4 + 64);
    // The smallest size that holds the text takes the least memory.
    int size = Math.clamp((length + length / 4 + BLOCK_UNIT_BYTES) / BLOCK_UNIT_BYTES + 1L, 1, 9);
    try (var bzip2 = new BZip2CompressorOutputStream(out, size)) {
      bzip2.write(plain, from, length);
    }
    return out.toByteArray();
  }

  @Override
  public boolean claims(byte[] form, PlainSegment plain) {
    // The format tells neither size nor an ordinary check value.
    return Bzip2Joiner.endMark(form).isPresent();
  }
}
