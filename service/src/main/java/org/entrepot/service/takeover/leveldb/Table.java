package org.entrepot.service.takeover.leveldb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/// A sorted table (doc/table_format.md of LevelDB): data blocks, an index of them, and a footer.
/// Opens its file for each block, so thousands of tables need no thousands of open files. Safe for
/// any thread.
final class Table {
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int LARGEST_BLOCK = 256 << 20;
  private static final int WINDOW = 64 << 10; // how far back aptly's compressor refers

  private final Path file;
  private final List<BlockPlace> blocks;

  /// A data block: no key in it is larger than `lastKey`.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record BlockPlace(byte[] lastKey, long offset, int length) {}

  private Table(Path file, List<BlockPlace> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  static Table open(Path file) throws IOException {
    String name = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < FOOTER_BYTES) {
        throw new DamagedDatabaseException("the database file %s is cut off".formatted(name));
      }
      byte[] footer = read(channel, size - FOOTER_BYTES, FOOTER_BYTES, name);
      if (new Slice(footer, FOOTER_BYTES - 8, FOOTER_BYTES, name).fixed(8) != MAGIC) {
        throw new DamagedDatabaseException(
            "the database file %s is no table, or is cut off".formatted(name));
      }
      var handles = new Slice(footer, 0, FOOTER_BYTES - 8, name);
      handles.varint(); // the block of filters, which only save time
      handles.varint();
      byte[] index = block(channel, handles.varint(), handles.length(), name);
      var places = new ArrayList<BlockPlace>();
      for (Entry entry : entries(index, name)) {
        var handle = new Slice(entry.value(), 0, entry.value().length, name);
        places.add(new BlockPlace(entry.key(), handle.varint(), handle.length()));
      }
      return new Table(file, places);
    }
  }

  private static byte[] read(FileChannel channel, long from, int length, String name)
      throws IOException {
    if (from < 0 || length < 0 || length > LARGEST_BLOCK || from > channel.size() - length) {
      throw new DamagedDatabaseException(
          "the database file %s is damaged: a block lies outside of it".formatted(name));
    }
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new DamagedDatabaseException("the database file %s is cut off".formatted(name));
      }
    }
    return bytes.array();
  }

  private static byte[] block(FileChannel channel, long offset, int length, String name)
      throws IOException {
    if (length > LARGEST_BLOCK - TRAILER_BYTES) {
      throw new DamagedDatabaseException(
          "the database file %s is damaged: it has a block of %d bytes".formatted(name, length));
    }
    byte[] stored = read(channel, offset, length + TRAILER_BYTES, name);
    var trailer = new Slice(stored, length, stored.length, name);
    int compression = trailer.oneByte();
    if (!Crc.matches(trailer.fixed(4), stored, 0, length + 1)) {
      throw new DamagedDatabaseException(
          "the database file %s is damaged: the checksum of the block at byte %d does not fit"
              .formatted(name, offset));
    }
    return switch (compression) {
      case 0 -> Arrays.copyOf(stored, length);
      case 1 -> uncompressed(stored, length, name);
      default ->
          throw new DamagedDatabaseException(
              "the database file %s has a block of the unknown compression %d"
                  .formatted(name, compression));
    };
  }

  private static byte[] uncompressed(byte[] stored, int length, String name) throws IOException {
    try (var in =
        new SnappyCompressorInputStream(new ByteArrayInputStream(stored, 0, length), WINDOW)) {
      byte[] plain = in.readNBytes(LARGEST_BLOCK);
      if (plain.length == LARGEST_BLOCK || plain.length != in.getSize()) {
        throw new DamagedDatabaseException(
            "the database file %s has a block that is longer than it says".formatted(name));
      }
      return plain;
    } catch (DamagedDatabaseException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedDatabaseException(
          "the database file %s has a block that cannot be uncompressed".formatted(name));
    }
  }

  /// The entries of a block: each key leaves out what it begins with in common with the one before.
  private static List<Entry> entries(byte[] block, String name) throws DamagedDatabaseException {
    if (block.length < 4) {
      throw new DamagedDatabaseException("the database file %s has an empty block".formatted(name));
    }
    long restarts = new Slice(block, block.length - 4, block.length, name).fixed(4);
    long end = block.length - 4 - 4 * restarts;
    if (end < 0) {
      throw new DamagedDatabaseException(
          "the database file %s is damaged: a block is shorter than its index".formatted(name));
    }
    var slice = new Slice(block, 0, (int) end, name);
    var entries = new ArrayList<Entry>();
    byte[] key = new byte[0];
    while (slice.hasMore()) {
      int shared = slice.length();
      int own = slice.length();
      int valueLength = slice.length();
      if (shared > key.length) {
        throw slice.damaged("is damaged: a key shares more than there is");
      }
      byte[] rest = slice.take(own);
      byte[] next = Arrays.copyOf(key, shared + own);
      System.arraycopy(rest, 0, next, shared, own);
      entries.add(Entry.of(next, slice.take(valueLength), name));
      key = next;
    }
    return entries;
  }

  /// The entries whose keys are at least `from` and less than `to`, in order.
  Walk walk(byte[] from, byte[] to) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(blocks.get(middle).lastKey(), from) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return new Walk(low, from, to);
  }

  /// Goes through a part of the table, holding one block. Not for several threads.
  final class Walk implements EntrySource {
    private final byte[] from;
    private final byte[] to;
    private int nextBlock;
    private List<Entry> loaded = List.of();
    private int at;

    private Walk(int firstBlock, byte[] from, byte[] to) {
      this.nextBlock = firstBlock;
      this.from = from;
      this.to = to;
    }

    @Override
    public Optional<Entry> next() throws IOException {
      while (true) {
        while (at < loaded.size()) {
          Entry entry = loaded.get(at++);
          if (Arrays.compareUnsigned(entry.key(), to) >= 0) {
            nextBlock = blocks.size();
            loaded = List.of();
            return Optional.empty();
          }
          if (Arrays.compareUnsigned(entry.key(), from) >= 0) {
            return Optional.of(entry);
          }
        }
        if (nextBlock == blocks.size()) {
          return Optional.empty();
        }
        BlockPlace place = blocks.get(nextBlock++);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          loaded =
              entries(
                  block(channel, place.offset(), place.length(), file.toString()), file.toString());
        }
        at = 0;
      }
    }
  }
}
