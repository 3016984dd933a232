package org.entrepot.service.takeover.leveldb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of records, as logs and manifests are (doc/log_format.md of LevelDB): blocks of 32 KiB
/// that hold records, or parts of them, each after seven bytes of checksum, length and type.
final class RecordFile {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int LARGEST_RECORD = 512 << 20;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  private RecordFile() {}

  /// How a file ended.
  enum End {
    /// After a record.
    WHOLE,
    /// In the middle of one: the writer died while it wrote, so nobody was told that it is stored.
    CUT
  }

  interface Consumer {
    void accept(byte[] record) throws DamagedDatabaseException;
  }

  /// Hands over one record after the other.
  ///
  /// @throws DamagedDatabaseException when a checksum does not fit
  static End read(Path file, Consumer records) throws IOException {
    String name = file.getFileName().toString();
    try (InputStream in = Files.newInputStream(file)) {
      var parts = new Parts(name, records);
      while (true) {
        byte[] block = in.readNBytes(BLOCK_BYTES);
        if (!parts.takeAll(block) || block.length < BLOCK_BYTES) {
          return parts.end();
        }
      }
    }
  }

  /// Puts records together again.
  private static final class Parts {
    private final String name;
    private final Consumer records;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean open;
    private boolean cut;

    Parts(String name, Consumer records) {
      this.name = name;
      this.records = records;
    }

    End end() {
      return open || cut ? End.CUT : End.WHOLE;
    }

    /// Takes a block, and returns whether more may follow.
    boolean takeAll(byte[] block) throws DamagedDatabaseException {
      int at = 0;
      while (block.length - at >= HEADER_BYTES) {
        var header = new Slice(block, at, block.length, name);
        long checksum = header.fixed(4);
        int length = (int) header.fixed(2);
        int type = header.oneByte();
        if (type == 0 && length == 0) {
          return true; // the rest of the block was never written to
        }
        if (length > block.length - at - HEADER_BYTES) {
          if (block.length == BLOCK_BYTES) {
            throw header.damaged("has a record that does not fit into its block");
          }
          cut = true;
          return false;
        }
        if (!Crc.matches(checksum, block, at + HEADER_BYTES - 1, length + 1)) {
          throw header.damaged("is damaged: a checksum does not fit");
        }
        take(type, block, at + HEADER_BYTES, length);
        at += HEADER_BYTES + length;
      }
      cut |= block.length < BLOCK_BYTES && at < block.length;
      return true;
    }

    private void take(int type, byte[] block, int from, int length)
        throws DamagedDatabaseException {
      boolean fits =
          switch (type) {
            case FULL, FIRST -> !open;
            case MIDDLE, LAST -> open;
            default -> false;
          };
      if (!fits || begun.size() + (long) length > LARGEST_RECORD) {
        throw new Slice(block, 0, 0, name).damaged("has parts of records in disorder");
      }
      begun.write(block, from, length);
      open = type == FIRST || type == MIDDLE;
      if (!open) {
        byte[] record = begun.toByteArray();
        begun.reset();
        records.accept(record);
      }
    }
  }
}
