package org.entrepot.service.takeover.leveldb;

import java.util.zip.CRC32C;

/// The *masked* CRC-32C of LevelDB (doc/log_format.md): rotated and shifted, so that a checksum of
/// bytes that hold checksums still means something.
final class Crc {
  private static final int DELTA = 0xa282ead8;

  private Crc() {}

  static boolean matches(long stored, byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    int value = (int) crc.getValue();
    return (int) stored == ((value >>> 15) | (value << 17)) + DELTA;
  }
}
