package org.entrepot.catalog.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// PostgreSQL: readers see a snapshot (repeatable read), writers queue at the lock of one row.
///
/// Because writers are serial and take the lock before anything else, each statement of a write
/// sees all that was committed before it and nothing changes under it: read committed is enough,
/// and serialization failures do not occur by our own doing. A row lock rather than an advisory
/// lock also works on databases that only speak PostgreSQL's protocol.
public final class PostgresDatabase implements Database {
  private static final String CHANNEL = "entrepot_change";
  private static final int CONNECTIONS = 16;

  private final String place;
  private final Consumer<String> faults;
  private final HikariDataSource pool;
  private final Properties settings;
  private final String jdbcUrl;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ReentrantLock listening = new ReentrantLock();
  private final ChangeSignal changes = new ChangeSignal(() -> false);
  private @Nullable Thread listener; // guarded by listening
  private volatile @Nullable Connection listenConnection;
  private volatile boolean closed;

  private PostgresDatabase(String jdbcUrl, String place, Consumer<String> faults) {
    this.place = place;
    this.faults = faults;
    this.jdbcUrl = jdbcUrl;
    this.settings = settings();
    this.pool = pool(jdbcUrl, settings, place);
  }

  private static Properties settings() {
    var settings = new Properties();
    settings.setProperty("reWriteBatchedInserts", "true");
    settings.setProperty("ApplicationName", "entrepot");
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("connectTimeout", "10");
    // A node that is cut off must not hold the lock of the writers for ever.
    settings.setProperty(
        "options", "-c lock_timeout=60000 -c idle_in_transaction_session_timeout=60000");
    return settings;
  }

  private static HikariDataSource pool(String jdbcUrl, Properties settings, String place) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setDataSourceProperties(settings);
    config.setPoolName("entrepot " + place);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(30));
    return new HikariDataSource(config);
  }

  /// Opens a database, and brings its schema up to date.
  ///
  /// @param place the address without a password
  public static PostgresDatabase open(String jdbcUrl, String place, Consumer<String> faults) {
    var database = new PostgresDatabase(jdbcUrl, place, faults);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private Session connect() {
    if (closed) {
      throw new IllegalStateException("the catalog " + place + " is closed");
    }
    try {
      return new Session(pool.getConnection(), Dialect.POSTGRES, place, faults, false);
    } catch (SQLException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause(); // what the server's driver said
      throw new CatalogFailure(
          Reason.UNAVAILABLE,
          "no connection to the catalog %s: %s; is the server up?"
              .formatted(place, cause.getMessage()),
          e);
    }
  }

  private void migrate() {
    var session = connect();
    try {
      var version = version(session);
      Migrations.requireKnown(version, place);
      if (version < Migrations.LATEST) {
        session.execute("begin the migration", "select pg_advisory_xact_lock(4998246)");
        // Now that the others are shut out, look again; this statement sees what they did.
        version = version(session);
        if (version == 0) {
          session.execute(
              "make the table of the schema version",
              "create table schema_version (version integer primary key);"
                  + " create table write_lock (id integer primary key);"
                  + " insert into write_lock (id) values (1)");
        }
        Migrations.apply(session, version);
        session.execute("forget the old version", "delete from schema_version");
        session.execute(
            "note the schema version",
            "insert into schema_version (version) values (" + Migrations.LATEST + ")");
      }
      session.execute("commit the migration", "commit");
    } finally {
      session.close();
    }
  }

  private static int version(Session session) {
    var exists =
        session
            .call("look for the schema", "select to_regclass('schema_version') is not null")
            .first(row -> row.text().startsWith("t"));
    return exists.orElse(false)
        ? (int)
            session.call("read the schema version", "select version from schema_version").number()
        : 0;
  }

  @Override
  public Session beginRead() {
    var session = connect();
    try {
      session.execute(
          "begin to read", "set transaction isolation level repeatable read, read only");
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void endRead(Session session) {
    try {
      session.connection().rollback();
    } catch (SQLException _) {
      // The pool finds out and replaces the connection.
    }
    session.close();
  }

  @Override
  public Session beginWrite() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write transaction cannot begin inside another one");
    }
    writing.lock();
    Session session = null;
    try {
      session = connect();
      session.execute("begin to write", "select id from write_lock where id = 1 for update");
      return session;
    } catch (RuntimeException e) {
      if (session != null) {
        endRead(session);
      }
      writing.unlock();
      throw e;
    }
  }

  @Override
  public void commit(Session session) {
    session.reach("commit");
    session.execute("tell of the change", "notify " + CHANNEL);
    try {
      session.connection().commit();
    } catch (SQLException e) {
      throw commitFailure(session, e);
    }
    session.close();
    changes.raise();
    writing.unlock();
  }

  private CatalogException commitFailure(Session session, SQLException e) {
    var state = e.getSQLState();
    if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
      return new CatalogFailure(
          Reason.OUTCOME_UNKNOWN,
          "the connection to the catalog %s broke while committing: look whether the change took"
                  .formatted(place)
              + " effect before trying again",
          e);
    }
    return session.failure("commit", e);
  }

  @Override
  public void rollback(Session session) {
    try {
      session.reach("rollback");
    } catch (RuntimeException _) {
      // A fault asked for by a test: the server rolls back anyway.
    }
    endRead(session);
    writing.unlock();
  }

  @Override
  public void copyTo(Path file) {
    throw new UnsupportedOperationException(
        "a catalog on PostgreSQL is copied by PostgreSQL's own programs: pg_dump, or"
            + " pg_basebackup");
  }

  @Override
  public boolean mayRetry(RuntimeException failure) {
    return failure.getCause() instanceof SQLException e && Dialect.POSTGRES.mayRetry(e);
  }

  @Override
  public ChangeSignal changes() {
    listening.lock();
    try {
      if (listener == null && !closed) {
        listener = Thread.ofVirtual().name("entrepot-catalog-changes").start(this::listen);
      }
    } finally {
      listening.unlock();
    }
    return changes;
  }

  private void listen() {
    while (!closed) {
      try (var connection = DriverManager.getConnection(jdbcUrl, settings)) {
        listenConnection = connection;
        try (var statement = connection.createStatement()) {
          statement.execute("listen " + CHANNEL);
        }
        // What happened before the connection stood was not heard.
        changes.raise();
        var notifications = connection.unwrap(PGConnection.class);
        while (!closed) {
          var heard = notifications.getNotifications(0);
          if (heard != null && heard.length > 0) {
            changes.raise();
          }
        }
      } catch (SQLException _) {
        // The server went away, or we were closed: come back in a while.
        changes.raise();
        LockSupport.parkNanos(closed ? 0 : TimeUnit.SECONDS.toNanos(1));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    var connection = listenConnection;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException _) {
        // It was broken already.
      }
    }
    pool.close();
    changes.raise();
  }
}
