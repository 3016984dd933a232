package org.entrepot.service.takeover.leveldb;

import java.util.Arrays;

/// Reads the numbers and byte strings of a database file from memory, from front to back. Not for
/// several threads.
///
/// Numbers are little end first; a *varint* has seven bits a byte, the lowest first.
final class Slice {
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final int end;
  private final String file;
  private int at;

  /// `file` names the bytes in errors.
  Slice(byte[] bytes, int from, int to, String file) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.file = file;
  }

  boolean hasMore() {
    return at < end;
  }

  int position() {
    return at;
  }

  int oneByte() throws DamagedDatabaseException {
    require(1);
    return bytes[at++] & 0xff;
  }

  long fixed(int length) throws DamagedDatabaseException {
    require(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }

  long varint() throws DamagedDatabaseException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      int next = oneByte();
      value |= (next & 0x7fL) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged("has a number that does not end");
  }

  /// A varint that is the length or place of something in memory.
  int length() throws DamagedDatabaseException {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged("has a length of " + Long.toUnsignedString(value) + " bytes");
    }
    return (int) value;
  }

  /// Bytes after their length.
  byte[] counted() throws DamagedDatabaseException {
    return take(length());
  }

  byte[] take(int length) throws DamagedDatabaseException {
    require(length);
    byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return taken;
  }

  private void require(int length) throws DamagedDatabaseException {
    if (length < 0 || length > end - at) {
      throw damaged("ends in the middle of an entry");
    }
  }

  DamagedDatabaseException damaged(String problem) {
    return new DamagedDatabaseException("the database file %s %s".formatted(file, problem));
  }
}
