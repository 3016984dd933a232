package org.entrepot.service.takeover.leveldb;

import java.util.Arrays;

/// One version of one key.
///
/// @param key as the user of the database gave it
/// @param sequence the newest version of a key has the largest
/// @param present whether the key has a value in this version, or was deleted
/// @param value empty when it was deleted
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each value would cost
record Entry(byte[] key, long sequence, boolean present, byte[] value) {
  private static final int MARK_BYTES = 8;

  /// The entry of an *internal key*, which ends with sequence and type in eight bytes.
  static Entry of(byte[] internalKey, byte[] value, String file) throws DamagedDatabaseException {
    if (internalKey.length < MARK_BYTES) {
      throw new DamagedDatabaseException(
          "the database file %s has a key without its sequence number".formatted(file));
    }
    int end = internalKey.length - MARK_BYTES;
    long mark = new Slice(internalKey, end, internalKey.length, file).fixed(MARK_BYTES);
    int type = (int) (mark & 0xff);
    if (type > 1) {
      throw new DamagedDatabaseException(
          "the database file %s has a key of the unknown type %d".formatted(file, type));
    }
    return new Entry(Arrays.copyOf(internalKey, end), mark >>> 8, type == 1, value);
  }

  /// By key, the newest version first.
  static int compare(Entry a, Entry b) {
    int byKey = Arrays.compareUnsigned(a.key, b.key);
    return byKey != 0 ? byKey : Long.compare(b.sequence, a.sequence);
  }
}
