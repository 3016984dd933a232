package org.entrepot.catalog.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/// SQLite in WAL mode: readers never wait, writers come one after the other.
///
/// Every write is `begin immediate`: a deferred transaction that reads and then writes fails at
/// once with BUSY_SNAPSHOT when another process wrote in between, whatever the timeout. Within the
/// process writers queue at a fair lock, so that only processes compete for the file's lock.
///
/// Writers that stand in this queue share one transaction of the engine, and so one wait for the
/// disk (`docs/decisions/0010-group-commit.md`): each is a savepoint of a [Batch], whose last one
/// commits for all. Nobody returns before that.
public final class SqliteDatabase implements Database {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int IDLE_READERS = 8;
  private static final int PRAGMA_APPLICATION_ID = 0x456e7470; // "Entp"

  private final Path file;
  private final Consumer<String> faults;
  private final SQLiteDataSource source;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private final ChangeSignal changes = new ChangeSignal(this::changedByOthers);
  private @Nullable Session writer; // guarded by writing
  private @Nullable Batch batch; // guarded by writing; null when no transaction is open
  private @Nullable Session watcher; // guarded by the lock of changes
  private long watchedVersion;
  private volatile boolean closed;

  private SqliteDatabase(Path file, Consumer<String> faults) {
    this.file = file;
    this.faults = faults;
    this.source = new SQLiteDataSource(settings());
    source.setUrl("jdbc:sqlite:" + file);
  }

  /// Loads the driver and its native library, which takes longer than a small question.
  public static void loadDriver() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception _) {
      return; // told by whoever opens a file
    }
    settings();
    JDBC.isValidURL("");
  }

  private static SQLiteConfig settings() {
    var settings = new SQLiteConfig();
    settings.setBusyTimeout((int) LONGEST_WAIT.toMillis());
    settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    settings.enforceForeignKeys(true);
    settings.setTempStore(SQLiteConfig.TempStore.MEMORY);
    settings.setCacheSize(-16 * 1024); // KiB
    settings.setPragma(
        SQLiteConfig.Pragma.MMAP_SIZE,
        "67108864"); // what is mapped counts as memory of the process
    settings.setJournalSizeLimit(64 * 1024 * 1024);
    return settings;
  }

  /// Opens a file, makes it when it is missing, and brings its schema up to date.
  public static SqliteDatabase open(Path file, Consumer<String> faults) {
    var absolute = file.toAbsolutePath();
    if (absolute.toString().indexOf('?') >= 0) {
      // The driver takes what follows for parameters.
      throw new IllegalArgumentException("the path of a catalog has no question mark: " + file);
    }
    var database = new SqliteDatabase(absolute, faults);
    try {
      var session = database.connect();
      database.readers.push(session);
      database.migrate(session);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private Session connect() {
    try {
      return new Session(source.getConnection(), Dialect.SQLITE, "sqlite:" + file, faults, true);
    } catch (SQLException e) {
      throw Dialect.SQLITE.translate("be opened", "sqlite:" + file, e);
    }
  }

  private void migrate(Session session) {
    if (version(session) == Migrations.LATEST) {
      return;
    }
    Migrations.requireKnown(version(session), "sqlite:" + file);
    if (version(session) == 0) {
      if (session.call("read the list of tables", "select count(*) from sqlite_master").number() > 0
          && !hasApplicationId(session)) {
        throw CatalogFailure.corrupt(
            file + " is an SQLite file, but not a catalog of Entrepot: choose another file");
      }
      patiently(session, "choose the WAL mode", "pragma journal_mode=wal");
    }
    patiently(session, "begin the migration", "begin immediate");
    try {
      Migrations.apply(session, version(session));
      session.execute("note the schema version", "pragma user_version=" + Migrations.LATEST);
      session.execute("mark the file", "pragma application_id=" + PRAGMA_APPLICATION_ID);
      session.execute("commit the migration", "commit");
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static boolean hasApplicationId(Session session) {
    return session.call("read the mark of the file", "pragma application_id").number()
        == PRAGMA_APPLICATION_ID;
  }

  private static int version(Session session) {
    return (int) session.call("read the schema version", "pragma user_version").number();
  }

  /// Executes what may find the file locked by another process. SQLite's own busy handler is not
  /// called everywhere (a change of the journal mode), and sleeps long.
  private void patiently(Session session, String name, String sql) {
    var deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      try {
        session.execute(name, sql);
        return;
      } catch (CatalogFailure e) {
        if (e.reason() != Reason.UNAVAILABLE || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
  }

  @Override
  public Session beginRead() {
    requireOpen();
    var session = readers.poll();
    if (session == null) {
      session = connect();
    }
    try {
      session.execute("begin to read", "begin");
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void endRead(Session session) {
    try {
      session.execute("end to read", "rollback");
    } catch (RuntimeException _) {
      session.close();
      return;
    }
    if (closed || readers.size() >= IDLE_READERS) {
      session.close();
    } else {
      readers.push(session);
    }
  }

  /// Changes that are committed together. All but its end is guarded by the lock of writers.
  private static final class Batch {
    private static final int MOST_CHANGES = 64;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long began = System.nanoTime();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private int changes; // that are done and wait for the commit

    /// Whether one more may join: other processes wait meanwhile.
    boolean mayGrow() {
      return changes < MOST_CHANGES && System.nanoTime() - began < LONGEST_NANOS;
    }

    /// Waits until what was done is durable.
    ///
    /// @throws RuntimeException when it is not, and is undone
    void await() {
      try {
        end.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException failure ? failure : e;
      }
    }
  }

  @Override
  public Session beginWrite() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write transaction cannot begin inside another one");
    }
    writing.lock();
    try {
      requireOpen();
      if (writer == null) {
        writer = connect();
      }
      if (batch == null) {
        patiently(writer, "begin to write", "begin immediate");
        batch = new Batch();
      } else {
        writer.execute("begin to write", "savepoint change");
      }
      return writer;
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
  }

  @Override
  public void commit(Session session) {
    Batch own = openBatch();
    if (own.changes > 0) {
      session.execute("end to write", "release change");
    }
    own.changes++;
    leave();
    own.await();
  }

  /// Leaves the lock of writers: what was done is committed, or left to the next in the queue.
  private void leave() {
    try {
      if (batch != null && !(writing.hasQueuedThreads() && batch.mayGrow())) {
        commitBatch(batch);
      }
    } finally {
      writing.unlock();
    }
  }

  private Batch openBatch() {
    return Objects.requireNonNull(batch, "no transaction is open");
  }

  private void commitBatch(Batch ending) {
    batch = null;
    try {
      Session session = Objects.requireNonNull(writer);
      session.reach("commit");
      session.execute("commit", "commit");
      changes.raise();
      ending.end.complete(true);
    } catch (RuntimeException | Error e) {
      closeWriter();
      ending.end.completeExceptionally(e);
    }
  }

  /// Undoes the caller's change alone. Those of the same batch that are done stay, unless the
  /// engine itself gave the transaction up, as it may when the disk is full: then they are done
  /// again.
  @Override
  public void rollback(Session session) {
    if (!writing.isHeldByCurrentThread()) {
      return; // it was undone with the whole batch
    }
    Batch own = openBatch();
    try {
      session.reach("rollback");
      if (own.changes > 0) {
        session.execute("roll back", "rollback to change");
        session.execute("roll back", "release change");
      } else {
        session.execute("roll back", "rollback");
        batch = null;
      }
    } catch (RuntimeException e) {
      closeWriter();
      batch = null;
      own.end.completeExceptionally(
          new CatalogFailure(
              Reason.WITHDRAWN,
              "the change was undone with another one that failed; try again",
              e));
    } finally {
      leave();
    }
  }

  /// Closing the connection rolls back as well.
  private void closeWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public void copyTo(Path target) {
    requireOpen();
    var session = connect();
    try {
      var quoted = "'" + target.toString().replace("'", "''") + "'";
      session.execute("be copied to " + target, "vacuum into " + quoted);
    } finally {
      session.close();
    }
  }

  @Override
  public boolean mayRetry(RuntimeException failure) {
    return failure instanceof CatalogFailure it && it.reason() == Reason.WITHDRAWN;
  }

  @Override
  public ChangeSignal changes() {
    return changes;
  }

  private boolean changedByOthers() {
    if (closed) {
      return false;
    }
    if (watcher == null) {
      watcher = connect();
    }
    var version = watcher.call("look for changes", "pragma data_version").number();
    var changed = version != watchedVersion;
    watchedVersion = version;
    return changed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the catalog " + file + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      if (batch != null) {
        commitBatch(batch);
      }
      closeWriter();
    } finally {
      writing.unlock();
    }
    for (var session = readers.poll(); session != null; session = readers.poll()) {
      session.close();
    }
    changes.last(() -> {
      if (watcher != null) {
        watcher.close();
        watcher = null;
      }
    });
  }
}
