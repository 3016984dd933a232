package org.entrepot.format.index.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// Joins blocks of several .xz streams to one stream with one index (the .xz file format, 1.2.1).
final class XzStream implements FormJoiner {
  /// Magic bytes, stream flags for check CRC32, and the CRC32 of these flags (2.1.1).
  private static final byte[] HEADER = header();

  private static final int FOOTER_BYTES = 12;
  private static final int CHECK_BYTES = 4;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private long count;

  @Override
  public byte[] start() {
    return HEADER.clone();
  }

  @Override
  public byte[] add(byte[] form, int plainBytes) throws IOException {
    var block =
        Block.in(form)
            .orElseThrow(
                () -> new IOException("A compressed segment is not an .xz stream of one block"));
    variableLength(records, block.unpaddedBytes());
    variableLength(records, block.plainBytes());
    count++;
    return Arrays.copyOfRange(form, block.offset(), block.offset() + block.length());
  }

  /// Index (4) and stream footer (2.1.2).
  @Override
  public byte[] end() {
    var index = new ByteArrayOutputStream();
    index.write(0);
    variableLength(index, count);
    index.writeBytes(records.toByteArray());
    while (index.size() % 4 != 0) {
      index.write(0);
    }
    int indexBytes = index.size() + 4;
    var end = Arrays.copyOf(index.toByteArray(), indexBytes + FOOTER_BYTES);
    LittleEndian.put(end, index.size(), crc32(end, 0, index.size()));
    LittleEndian.put(end, indexBytes + 4, indexBytes / 4 - 1);
    end[indexBytes + 9] = XzStream.HEADER[7];
    LittleEndian.put(end, indexBytes, crc32(end, indexBytes + 4, 6));
    end[indexBytes + 10] = 'Y';
    end[indexBytes + 11] = 'Z';
    return end;
  }

  private static byte[] header() {
    byte[] header = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 1, 0, 0, 0, 0};
    LittleEndian.put(header, 8, crc32(header, 6, 2));
    return header;
  }

  private static long crc32(byte[] bytes, int offset, int length) {
    var crc = new CRC32();
    crc.update(bytes, offset, length);
    return crc.getValue();
  }

  /// Writes a multibyte integer (1.2): seven bits each, lowest first.
  private static void variableLength(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// Where the only block of a stream lies, and what the index tells of it.
  ///
  /// @param length bytes from `offset` with padding
  /// @param unpaddedBytes bytes without padding, check value included
  /// @param crc32 check value of the plain text
  record Block(int offset, int length, long unpaddedBytes, long plainBytes, long crc32) {
    /// The block of a stream that is laid out like ours; nothing for other bytes, or for a stream
    /// without blocks.
    static Optional<Block> in(byte[] stream) {
      int footer = stream.length - FOOTER_BYTES;
      if (footer < HEADER.length
          || !Arrays.equals(stream, 0, HEADER.length, HEADER, 0, HEADER.length)) {
        return Optional.empty();
      }
      long indexBytes = (LittleEndian.unsigned(stream, footer + 4) + 1) * 4;
      long index = footer - indexBytes;
      if (index <= HEADER.length || stream[(int) index] != 0 || stream[(int) index + 1] != 1) {
        return Optional.empty();
      }
      var numbers = new NumberReader(stream, (int) index + 2);
      long unpadded = numbers.next();
      long plain = numbers.next();
      int length = (int) index - HEADER.length;
      if (unpadded <= CHECK_BYTES || ((unpadded + 3) & ~3L) != length) {
        return Optional.empty();
      }
      // A block ends with padding and then the check value, so this is where the check value
      // begins.
      long crc32 = LittleEndian.unsigned(stream, (int) index - CHECK_BYTES);
      return Optional.of(new Block(HEADER.length, length, unpadded, plain, crc32));
    }
  }

  /// Reads multibyte integers; bytes that are none give -1.
  private static final class NumberReader {
    private final byte[] bytes;
    private int at;

    NumberReader(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    long next() {
      long value = 0;
      for (int shift = 0; shift < 63 && at < bytes.length; shift += 7) {
        byte next = bytes[at++];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      return -1;
    }
  }
}
