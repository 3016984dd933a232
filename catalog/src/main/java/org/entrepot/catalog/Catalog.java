package org.entrepot.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.function.Function;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.sql.Database;
import org.entrepot.catalog.sql.PostgresDatabase;
import org.entrepot.catalog.sql.Session;
import org.entrepot.catalog.sql.SqliteDatabase;

/// The catalog: what it holds is read in one consistent instant, and changed in one short
/// transaction. Any number of catalogs, threads, processes and (PostgreSQL) nodes may work on the
/// same data at once. Thread-safe.
///
/// Readers never wait. Writers come one after the other, over all processes; what [#write] returns
/// from is durable.
public final class Catalog implements AutoCloseable {
  private static final int ATTEMPTS = 10;

  private final Database database;
  private final Clock clock;
  private final CatalogUrl url;

  private Catalog(Database database, Clock clock, CatalogUrl url) {
    this.database = database;
    this.clock = clock;
    this.url = url;
  }

  /// Loads what the default engine needs, so that the first [#open] of this process is quick. May
  /// be called by any thread, at any time; reports nothing.
  public static void prepareDefaultEngine() {
    SqliteDatabase.loadDriver();
  }

  /// Opens a catalog, and makes it or brings it up to date when it must be.
  ///
  /// @throws CatalogException when it cannot be opened, or a newer Entrepot has written it
  public static Catalog open(CatalogUrl url, Clock clock) {
    return open(url, clock, FaultPoint.NONE);
  }

  /// Opens a catalog for tests that want it to fail.
  public static Catalog open(CatalogUrl url, Clock clock, FaultPoint faults) {
    var database =
        switch (url) {
          case CatalogUrl.Sqlite(var file) -> SqliteDatabase.open(file, faults::before);
          case CatalogUrl.Postgres(var jdbcUrl) ->
              PostgresDatabase.open(jdbcUrl, url.toString(), faults::before);
        };
    return new Catalog(database, clock, url);
  }

  /// Returns where it is.
  public CatalogUrl url() {
    return url;
  }

  /// Reads, as of one instant.
  ///
  /// @throws CatalogException when the catalog fails
  public <T> T read(Function<View, T> query) {
    var session = database.beginRead();
    var transaction = new SqlTransaction(session, clock);
    try {
      return query.apply(transaction);
    } finally {
      transaction.end();
      database.endRead(session);
    }
  }

  /// Changes, all or nothing. When `change` throws, nothing has happened.
  ///
  /// `change` may be called several times before one call takes effect (an engine may ask for it),
  /// so it must have no effect besides. It must be short: all other writers wait.
  ///
  /// @throws CatalogException when the catalog fails
  public <T> T write(Function<Transaction, T> change) {
    for (var attempt = 1; ; attempt++) {
      try {
        return writeOnce(change);
      } catch (CatalogException e) {
        if (attempt == ATTEMPTS || !database.mayRetry(e)) {
          throw e;
        }
      }
    }
  }

  private <T> T writeOnce(Function<Transaction, T> change) {
    var session = database.beginWrite();
    var ended = false;
    try {
      var result = inTransaction(session, change);
      database.commit(session);
      ended = true;
      return result;
    } finally {
      if (!ended) {
        database.rollback(session);
      }
    }
  }

  private <T> T inTransaction(Session session, Function<Transaction, T> change) {
    var transaction = new SqlTransaction(session, clock);
    try {
      return change.apply(transaction);
    } finally {
      transaction.end();
    }
  }

  /// Copies the catalog, as of one instant, to a file that is not there yet, while others read and
  /// write. Nothing is left of it when this fails; it is durable when this returns.
  ///
  /// @throws CatalogException when it cannot be read or written
  /// @throws UnsupportedOperationException when the engine has programs of its own for it
  public void copyTo(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    try {
      database.copyTo(unfinished);
      try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.createLink(file, unfinished); // never in place of another
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Returns a watch over changes, from now on. Ask for it before reading what may change.
  public Changes changes() {
    return new Changes(database.changes());
  }

  /// Closes all connections; transactions that still run fail.
  @Override
  public void close() {
    database.close();
  }
}
