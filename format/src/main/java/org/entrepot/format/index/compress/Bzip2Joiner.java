package org.entrepot.format.index.compress;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/// Joins the blocks of several bzip2 streams to one stream.
///
/// A stream is `BZh` and a digit, blocks, a 48-bit mark, and a check value over the check values of
/// the blocks; all but the beginning lies at any bit. So blocks are moved by some bits, and the
/// check value of what was joined so far is rotated by one bit for each block that follows, before
/// that stream's own value is added. For that the number of blocks is needed, which follows from
/// the length of the text, as [Bzip2Stream] cuts blocks at a fixed length.
final class Bzip2Joiner implements FormJoiner {
  private static final byte[] HEADER = {'B', 'Z', 'h', '9'};
  private static final int HEADER_BITS = 32;
  private static final long END_MARK = 0x177245385090L;
  private static final int MARK_BITS = 48;
  private static final int CHECK_BITS = 32;

  private int check;

  /// The last bits, less than a byte, that were not yet given out; at the low end.
  private int pending;

  private int pendingBits;

  @Override
  public byte[] start() {
    return HEADER.clone();
  }

  @Override
  public byte[] add(byte[] form, int plainBytes) throws IOException {
    long end =
        endMark(form)
            .orElseThrow(() -> new IOException("A compressed segment is not one bzip2 stream"));
    int blocks = Bzip2Stream.blocks(plainBytes);
    check = Integer.rotateLeft(check, blocks) ^ (int) bits(form, end + MARK_BITS, CHECK_BITS);
    return moved(form, HEADER_BITS, end);
  }

  @Override
  public byte[] end() {
    var tail = new byte[(MARK_BITS + CHECK_BITS) / 8];
    for (int i = 0; i < tail.length; i++) {
      int shift = MARK_BITS - 8 - 8 * i;
      tail[i] = (byte) (shift >= 0 ? END_MARK >>> shift : check >>> (CHECK_BITS + shift));
    }
    var end = moved(tail, 0, tail.length * 8L);
    if (pendingBits == 0) {
      return end;
    }
    var padded = Arrays.copyOf(end, end.length + 1);
    padded[end.length] = (byte) (pending << (8 - pendingBits));
    pendingBits = 0;
    return padded;
  }

  /// The whole bytes that are made by adding these bits to the pending ones.
  private byte[] moved(byte[] from, long startBit, long endBit) {
    var out = new byte[(int) ((pendingBits + endBit - startBit) / 8)];
    int at = (int) (startBit / 8);
    int wholeBytes = (int) ((endBit - startBit) / 8);
    int written = 0;
    for (int i = 0; i < wholeBytes; i++) {
      int both = pending << 8 | (from[at + i] & 0xff);
      out[written++] = (byte) (both >>> pendingBits);
      pending = both & ((1 << pendingBits) - 1);
    }
    int rest = (int) ((endBit - startBit) % 8);
    if (rest > 0) {
      pending = pending << rest | (from[at + wholeBytes] & 0xff) >>> (8 - rest);
      pendingBits += rest;
      if (pendingBits >= 8) {
        pendingBits -= 8;
        out[written] = (byte) (pending >>> pendingBits);
        pending &= (1 << pendingBits) - 1;
      }
    }
    return out;
  }

  /// The bit at which the end mark begins: there are up to seven bits of padding after the check
  /// value. Nothing when this is no stream.
  static OptionalLong endMark(byte[] form) {
    long length = form.length * 8L;
    long tail = MARK_BITS + CHECK_BITS;
    if (length < HEADER_BITS + tail || !Arrays.equals(form, 0, 3, HEADER, 0, 3)) {
      return OptionalLong.empty();
    }
    for (long at = length - tail; at >= Math.max(HEADER_BITS, length - tail - 7); at--) {
      if (bits(form, at, MARK_BITS) == END_MARK) {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  /// Up to 56 bits from a position, the first of them highest.
  private static long bits(byte[] bytes, long from, int count) {
    long value = 0;
    for (long at = from; at < from + count; at++) {
      value = value << 1 | (bytes[(int) (at >>> 3)] >>> (7 - (at & 7)) & 1);
    }
    return value;
  }
}
