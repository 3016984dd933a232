package org.entrepot.service.takeover.leveldb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A LevelDB database with bytewise ordered keys, as it is on disk: tables, plus what logs hold and
/// no table has. Only reads: no file is made, changed or locked for writing, no log is replayed
/// into tables, nothing is compacted.
///
/// The log is held in memory (LevelDB itself bounds it to a few MiB, we to 1 GiB of file); of
/// tables one block at a time for each walk. The database must not be written to meanwhile, see
/// [DatabaseLock] and [#requireUnchanged]. Walks may go on at once, each by one thread.
///
/// (doc/impl.md, table_format.md and log_format.md of LevelDB.)
public final class LevelDb {
  private static final long LARGEST_LOGS = 1L << 30;

  private final Path directory;
  private final List<OpenTable> tables;
  private final NavigableSet<Entry> recent;
  private final boolean logCut;
  private final Map<Path, Long> seen;

  private record OpenTable(Manifest.TableRange range, Table table) {}

  /// A key with its newest value.
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Row(byte[] key, byte[] value) {}

  private LevelDb(
      Path directory,
      List<OpenTable> tables,
      NavigableSet<Entry> recent,
      boolean logCut,
      Map<Path, Long> seen) {
    this.directory = directory;
    this.tables = tables;
    this.recent = recent;
    this.logCut = logCut;
    this.seen = seen;
  }

  /// The database in a directory.
  ///
  /// @throws DamagedDatabaseException when it is none, or damaged
  public static LevelDb open(Path directory) throws IOException {
    Map<Path, Long> seen = growing(directory);
    Manifest manifest = Manifest.read(directory);
    var tables = new ArrayList<OpenTable>();
    for (Manifest.TableRange range : manifest.tables()) {
      tables.add(new OpenTable(range, Table.open(tableFile(directory, range.number()))));
    }
    var recent = new TreeSet<Entry>(Entry::compare);
    boolean cut = false;
    long bytes = 0;
    for (Path log : logs(directory, manifest)) {
      bytes += Files.size(log);
      if (bytes > LARGEST_LOGS) {
        throw new DamagedDatabaseException(
            "the database %s has logs of more than 1 GiB, which aptly never has"
                .formatted(directory));
      }
      cut |= RecordFile.read(log, record -> addBatch(record, log, recent)) == RecordFile.End.CUT;
    }
    return new LevelDb(directory, tables, recent, cut, seen);
  }

  private static Path tableFile(Path directory, long number) throws DamagedDatabaseException {
    for (String extension : List.of(".ldb", ".sst")) {
      Path file = directory.resolve("%06d%s".formatted(number, extension));
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new DamagedDatabaseException(
        "the database %s lacks its table %06d.ldb".formatted(directory, number));
  }

  private static List<Path> logs(Path directory, Manifest manifest) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{1,18}\\.log"))
          .filter(file -> manifest.needsLog(number(file)))
          .sorted(Comparator.comparingLong(LevelDb::number))
          .toList();
    }
  }

  private static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - ".log".length()));
  }

  /// A record of a log: the sequence number of its first entry, their number, the entries.
  private static void addBatch(byte[] record, Path log, NavigableSet<Entry> recent)
      throws DamagedDatabaseException {
    var batch = new Slice(record, 0, record.length, log.toString());
    long sequence = batch.fixed(8);
    long count = batch.fixed(4);
    for (long i = 0; i < count; i++) {
      int type = batch.oneByte();
      if (type > 1) {
        throw batch.damaged("has an entry of the unknown type " + type);
      }
      byte[] key = batch.counted();
      byte[] value = type == 1 ? batch.counted() : new byte[0];
      recent.add(new Entry(key, sequence + i, type == 1, value));
    }
    if (batch.hasMore()) {
      throw batch.damaged("has more in a record than it says");
    }
  }

  /// Whether the last record of a log is only there in part: whoever wrote it died meanwhile.
  public boolean isLogCut() {
    return logCut;
  }

  /// Rows whose keys begin with `prefix`, in the order of keys.
  public Rows rows(byte[] prefix) throws IOException {
    return new Rows(prefix, after(prefix));
  }

  /// The value of a key.
  public Optional<byte[]> find(byte[] key) throws IOException {
    return new Rows(key, Arrays.copyOf(key, key.length + 1)).next().map(Row::value);
  }

  /// The first key that is larger than all that begin with `prefix`.
  private static byte[] after(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    throw new IllegalArgumentException("no key is larger than all with this prefix");
  }

  /// Tells that somebody wrote to the database since it was opened.
  ///
  /// @throws DamagedDatabaseException in that case
  public void requireUnchanged() throws IOException {
    if (!growing(directory).equals(seen)) {
      throw new DamagedDatabaseException(
          "the database %s was changed while it was read: stop aptly, and run this again"
              .formatted(directory));
    }
  }

  /// What grows with every change of the database: `CURRENT`, manifests and logs, by size.
  private static Map<Path, Long> growing(Path directory) throws IOException {
    var sizes = new HashMap<Path, Long>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("CURRENT|MANIFEST-[0-9]+|[0-9]+\\.log")) {
          sizes.put(file, Files.size(file));
        }
      }
    } catch (NoSuchFileException e) {
      throw new DamagedDatabaseException("there is no database directory " + directory);
    }
    return sizes;
  }

  /// Walks over a range of keys. Not for several threads.
  public final class Rows {
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>((a, b) -> Entry.compare(a.entry, b.entry));
    private byte @Nullable [] lastKey; // null before the first

    private record Head(Entry entry, EntrySource rest) {}

    private Rows(byte[] from, byte[] to) throws IOException {
      for (OpenTable open : tables) {
        boolean outside =
            Arrays.compareUnsigned(open.range.last(), from) < 0
                || Arrays.compareUnsigned(open.range.first(), to) >= 0;
        if (!outside) {
          push(open.table.walk(from, to));
        }
      }
      Iterator<Entry> inLog = recent.subSet(before(from), true, before(to), true).iterator();
      push(() -> inLog.hasNext() ? Optional.of(inLog.next()) : Optional.empty());
    }

    /// Comes before every entry of its key.
    private static Entry before(byte[] key) {
      return new Entry(key, Long.MAX_VALUE, false, new byte[0]);
    }

    private void push(EntrySource source) throws IOException {
      source.next().ifPresent(entry -> heads.add(new Head(entry, source)));
    }

    /// The next row; empty after the last.
    public Optional<Row> next() throws IOException {
      for (Head head = heads.poll(); head != null; head = heads.poll()) {
        push(head.rest);
        Entry entry = head.entry;
        boolean older = lastKey != null && Arrays.equals(lastKey, entry.key());
        lastKey = entry.key();
        if (!older && entry.present()) {
          return Optional.of(new Row(entry.key(), entry.value()));
        }
      }
      return Optional.empty();
    }
  }
}
