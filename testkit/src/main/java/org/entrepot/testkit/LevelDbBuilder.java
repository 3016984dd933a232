package org.entrepot.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A LevelDB database whose rows are all in its log, as a program leaves it that has just begun
/// (doc/log_format.md of LevelDB). Not for several threads.
public final class LevelDbBuilder {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private String comparator = "leveldb.BytewiseComparator";
  private long sequence = 1;

  /// Adds a row, or a newer value of its key.
  public LevelDbBuilder put(String key, byte[] value) {
    var batch = batch(1);
    batch.write(1);
    counted(batch, key.getBytes(StandardCharsets.UTF_8));
    counted(batch, value);
    return record(batch);
  }

  /// Removes a row.
  public LevelDbBuilder delete(String key) {
    var batch = batch(1);
    batch.write(0);
    counted(batch, key.getBytes(StandardCharsets.UTF_8));
    return record(batch);
  }

  /// Says that keys are ordered in another way.
  public LevelDbBuilder orderedBy(String name) {
    comparator = name;
    return this;
  }

  /// Adds a record as it is to the log.
  public LevelDbBuilder raw(byte[] record) {
    append(log, record);
    return this;
  }

  private ByteArrayOutputStream batch(int count) {
    var batch = new ByteArrayOutputStream();
    batch.writeBytes(little(8).putLong(sequence).array());
    batch.writeBytes(little(4).putInt(count).array());
    sequence += count;
    return batch;
  }

  private LevelDbBuilder record(ByteArrayOutputStream batch) {
    return raw(batch.toByteArray());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void counted(ByteArrayOutputStream out, byte[] bytes) {
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  /// Cuts the record into pieces that fit into blocks.
  private static void append(ByteArrayOutputStream out, byte[] record) {
    int at = 0;
    boolean first = true;
    do {
      int left = BLOCK_BYTES - out.size() % BLOCK_BYTES;
      if (left < HEADER_BYTES) {
        out.writeBytes(new byte[left]);
        left = BLOCK_BYTES;
      }
      int length = Math.min(record.length - at, left - HEADER_BYTES);
      boolean last = at + length == record.length;
      int type = first ? (last ? 1 : 2) : (last ? 4 : 3);
      var crc = new CRC32C();
      crc.update(type);
      crc.update(record, at, length);
      int value = (int) crc.getValue();
      out.writeBytes(little(4).putInt(((value >>> 15) | (value << 17)) + 0xa282ead8).array());
      out.writeBytes(little(2).putShort((short) length).array());
      out.write(type);
      out.write(record, at, length);
      at += length;
      first = false;
    } while (at < record.length);
  }

  /// Writes the files of the database.
  public Path writeTo(Path directory) {
    var edit = new ByteArrayOutputStream();
    edit.write(1);
    counted(edit, comparator.getBytes(StandardCharsets.UTF_8));
    edit.write(2);
    varint(edit, 1);
    edit.write(3);
    varint(edit, 2);
    edit.write(4);
    varint(edit, 0);
    var manifest = new ByteArrayOutputStream();
    append(manifest, edit.toByteArray());
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("CURRENT"), "MANIFEST-000000\n");
      Files.write(directory.resolve("MANIFEST-000000"), manifest.toByteArray());
      Files.write(directory.resolve("000001.log"), log.toByteArray());
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
