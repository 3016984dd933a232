package org.entrepot.format.index.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/// One bzip2 stream; concatenated streams are one file for bzip2 and apt. Slow (6 MB/s): for old
/// clients only.
final class Bzip2Stream implements SegmentCodec {
  private static final int BLOCK_UNIT_BYTES = 100_000;

  @Override
  public byte[] compress(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream(plain.length / 4 + 64);
    int blockSize = Math.clamp(plain.length / BLOCK_UNIT_BYTES + 1L, 1, 9);
    try (var bzip2 = new BZip2CompressorOutputStream(out, blockSize)) {
      bzip2.write(plain);
    }
    return out.toByteArray();
  }

  @Override
  public boolean claims(byte[] form, PlainSegment plain) {
    // The format tells neither size nor an ordinary check value.
    return form.length >= 14 && form[0] == 'B' && form[1] == 'Z' && form[2] == 'h';
  }
}
