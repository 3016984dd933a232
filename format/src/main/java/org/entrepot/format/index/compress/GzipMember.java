package org.entrepot.format.index.compress;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// One gzip member (RFC 1952) without name and time; concatenated members are one file for gzip and
/// apt.
final class GzipMember implements SegmentCodec {
  /// Of 8 MB of Packages: level 4 leaves 26.0 % at 72 MB/s, 5 25.3 % at 53, 6 25.1 % at 49, 9 takes
  /// twice as long.
  private static final int LEVEL = 6;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER_BYTES = 8;

  private final Deflater deflater = new Deflater(LEVEL, true);

  @Override
  public byte[] compress(byte[] plain) {
    var crc = new CRC32();
    crc.update(plain);
    deflater.reset();
    deflater.setInput(plain);
    deflater.finish();
    var member = Arrays.copyOf(HEADER, plain.length / 3 + 64);
    int size = HEADER.length;
    while (true) {
      size += deflater.deflate(member, size, member.length - size);
      if (deflater.finished()) {
        break;
      }
      member = Arrays.copyOf(member, member.length * 2);
    }
    member = Arrays.copyOf(member, size + TRAILER_BYTES);
    LittleEndian.put(member, size, crc.getValue());
    LittleEndian.put(member, size + 4, plain.length);
    return member;
  }

  @Override
  public boolean claims(byte[] form, PlainSegment plain) {
    int trailer = form.length - TRAILER_BYTES;
    return trailer > HEADER.length
        && Arrays.equals(form, 0, HEADER.length, HEADER, 0, HEADER.length)
        && LittleEndian.unsigned(form, trailer) == plain.crc32()
        && LittleEndian.unsigned(form, trailer + 4) == plain.bytes().length;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
