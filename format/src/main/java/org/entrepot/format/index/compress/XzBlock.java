package org.entrepot.format.index.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// One .xz stream of one block; [XzStream] takes the block out of it.
final class XzBlock implements SegmentCodec {
  /// Of 8 MB of Packages: preset 0 with these settings leaves 24.5 % at 24 MB/s, preset 1 24.0 % at
  /// 11, 3 23.4 % at 7, 6 22 % at 1.2; all in the JVM's first second, when most publications run.
  private static final int PRESET = 0;

  private static final int NICE_LENGTH = 32;
  private static final int SMALLEST_DICTIONARY_BYTES = 64 << 10;
  private static final int LARGEST_DICTIONARY_BYTES = 1 << 20;

  private final ArrayCache arrays = new BasicArrayCache();

  @Override
  public byte[] compress(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream(plain.length / 3 + 128);
    var options = new LZMA2Options(PRESET);
    options.setNiceLen(NICE_LENGTH);
    options.setDictSize(dictionaryBytes(plain.length));
    try (var xz = new XZOutputStream(out, options, XZ.CHECK_CRC32, arrays)) {
      xz.write(plain);
    }
    return out.toByteArray();
  }

  @Override
  public boolean claims(byte[] form, PlainSegment plain) {
    Optional<XzStream.Block> block = XzStream.Block.in(form);
    return block.isPresent()
        && block.get().plainBytes() == plain.bytes().length
        && block.get().crc32() == plain.crc32();
  }

  /// No larger than the text, rounded up to a power of two: a small index takes little memory, here
  /// and in apt.
  private static int dictionaryBytes(int plainBytes) {
    int needed = Math.clamp(plainBytes, SMALLEST_DICTIONARY_BYTES, LARGEST_DICTIONARY_BYTES);
    return Integer.highestOneBit(needed * 2 - 1);
  }
}
