package org.entrepot.format.deb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// The header block of a tar entry (tar(5)): 512 bytes at an offset of an array.
final class TarHeader {
  private static final String RULE = "tar(5)";
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private TarHeader() {}

  /// Whether the block is all zeros, the end of an archive.
  static boolean isZero(byte[] bytes, int offset) {
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      if ((long) LONG.get(bytes, offset + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Compares the header with the checksum it carries, over unsigned bytes or, as old programs
  /// wrote it, signed ones.
  static void verify(byte[] bytes, int offset, String source) throws FormatException {
    int unsigned = 0;
    int high = 0;
    for (int i = offset; i < offset + BLOCK; i++) {
      unsigned += bytes[i] & 0xff;
      high += (bytes[i] & 0x80) >> 7;
    }
    for (int i = offset + CHECKSUM; i < offset + CHECKSUM + CHECKSUM_BYTES; i++) {
      unsigned += ' ' - (bytes[i] & 0xff);
      high -= (bytes[i] & 0x80) >> 7;
    }
    long declared = number(bytes, offset + CHECKSUM, CHECKSUM_BYTES, source);
    if (declared != unsigned && declared != unsigned - 256L * high) {
      throw FormatException.of(
          source, "the archive is damaged: a header does not match its checksum", RULE, "");
    }
  }

  /// The name that the header itself has room for.
  static String path(byte[] bytes, int offset) {
    String name = text(bytes, offset, NAME_BYTES);
    boolean posix = Arrays.equals(bytes, offset + MAGIC, offset + MAGIC + 6, USTAR, 0, 6);
    if (!posix || bytes[offset + PREFIX] == 0) {
      return name;
    }
    return text(bytes, offset + PREFIX, PREFIX_BYTES) + "/" + name;
  }

  /// The declared size of the body in bytes, not negative.
  static long size(byte[] bytes, int offset, String source) throws FormatException {
    return number(bytes, offset + SIZE, SIZE_BYTES, source);
  }

  /// The text of a body that ends by zero bytes.
  static String text(byte[] body) {
    return text(body, 0, body.length);
  }

  private static String text(byte[] bytes, int offset, int room) {
    int end = offset;
    while (end < offset + room && bytes[end] != 0) {
      end++;
    }
    return ByteText.decode(bytes, offset, end);
  }

  /// Octal digits between blanks and zero bytes, or base 256 when the highest bit is set.
  private static long number(byte[] bytes, int offset, int room, String source)
      throws FormatException {
    if (bytes[offset] < 0) {
      return binary(bytes, offset, room, source);
    }
    int from = offset;
    int end = offset + room;
    while (from < end && bytes[from] == ' ') {
      from++;
    }
    long number = 0;
    for (int i = from; i < end && bytes[i] != 0 && bytes[i] != ' '; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') {
        throw FormatException.of(
            source, "the archive is damaged: a header has a number that is not octal", RULE, "");
      }
      number = number << 3 | (bytes[i] - '0');
    }
    return number;
  }

  private static long binary(byte[] bytes, int offset, int room, String source)
      throws FormatException {
    long number = bytes[offset] & 0x3f;
    if ((bytes[offset] & 0x40) != 0) {
      throw FormatException.of(
          source, "the archive is damaged: a header has a negative number", RULE, "");
    }
    for (int i = offset + 1; i < offset + room; i++) {
      if (number >= 1L << 54) {
        throw FormatException.of(
            source, "the archive is damaged: a header has a number of more than 62 bits", RULE, "");
      }
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number;
  }
}
