package org.entrepot.service.takeover.leveldb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which tables and logs make up the database: the sum of the changes that the manifest records
/// (db/version_edit.cc of LevelDB).
final class Manifest {
  private static final String COMPARATOR = "leveldb.BytewiseComparator";
  private static final int LONGEST_CURRENT = 4096;

  private final Path directory;
  private final Map<Long, TableRange> tables = new TreeMap<>();
  private long log;
  private long previousLog;
  private boolean compared;

  /// A table with its first and last key.
  ///
  /// @param number names the file
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record TableRange(long number, byte[] first, byte[] last) {}

  private Manifest(Path directory) {
    this.directory = directory;
  }

  /// The manifest that `CURRENT` names.
  static Manifest read(Path directory) throws IOException {
    var manifest = new Manifest(directory);
    Path file = current(directory);
    RecordFile.End end = RecordFile.read(file, manifest::apply);
    if (end == RecordFile.End.CUT) {
      throw new DamagedDatabaseException(
          "the database file %s is cut off; run \"aptly db recover\" on a copy of the root first"
              .formatted(file));
    }
    if (!manifest.compared) {
      throw new DamagedDatabaseException(
          "the database file %s says nothing; this is no database of aptly".formatted(file));
    }
    return manifest;
  }

  private static Path current(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    String name;
    try {
      if (Files.size(current) > LONGEST_CURRENT) {
        throw new DamagedDatabaseException(current + " is longer than a file name");
      }
      name = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException e) {
      throw new DamagedDatabaseException(
          directory + " holds no LevelDB database: it has no file CURRENT");
    }
    if (!name.matches("MANIFEST-[0-9]+")) {
      throw new DamagedDatabaseException(current + " does not name a manifest");
    }
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new DamagedDatabaseException(
          "the database %s lacks its file %s".formatted(directory, name));
    }
    return file;
  }

  private void apply(byte[] record) throws DamagedDatabaseException {
    var edit = new Slice(record, 0, record.length, directory + "/MANIFEST");
    while (edit.hasMore()) {
      long tag = edit.varint();
      switch ((int) tag) {
        case 1 -> {
          String comparator = new String(edit.counted(), StandardCharsets.ISO_8859_1);
          if (!comparator.equals(COMPARATOR)) {
            throw edit.damaged("orders its keys by \"" + comparator + "\", which aptly never does");
          }
          compared = true;
        }
        case 2 -> log = edit.varint();
        case 3, 4 -> edit.varint(); // the next file number, the last sequence number
        case 5 -> {
          edit.varint(); // where the next compaction of a level begins
          edit.counted();
        }
        case 6 -> {
          edit.varint();
          tables.remove(edit.varint());
        }
        case 7 -> {
          edit.varint(); // the level: the newest version of a key is told by its sequence number
          long number = edit.varint();
          edit.varint(); // size
          tables.put(number, new TableRange(number, userKey(edit), userKey(edit)));
        }
        case 9 -> previousLog = edit.varint();
        default -> throw edit.damaged("has an entry of the unknown kind " + tag);
      }
    }
  }

  private static byte[] userKey(Slice edit) throws DamagedDatabaseException {
    return Entry.of(edit.counted(), new byte[0], "MANIFEST").key();
  }

  Collection<TableRange> tables() {
    return List.copyOf(tables.values());
  }

  /// Whether a log may hold what is in no table.
  boolean needsLog(long number) {
    return number >= log || number == previousLog;
  }
}
