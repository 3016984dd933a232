package org.entrepot.catalog.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.entrepot.catalog.error.CatalogException;
import org.jspecify.annotations.Nullable;

/// One connection inside one transaction. Not thread-safe.
public final class Session {
  private final Connection connection;
  private final Dialect dialect;
  private final String place;
  private final Consumer<String> faults;
  private final @Nullable Map<String, PreparedStatement> idle;

  /// Wraps a connection.
  ///
  /// @param place the catalog's address for messages
  /// @param faults called before each call with its name
  /// @param keepsStatements whether to keep prepared statements (SQLite's driver does not)
  Session(
      Connection connection,
      Dialect dialect,
      String place,
      Consumer<String> faults,
      boolean keepsStatements) {
    this.connection = connection;
    this.dialect = dialect;
    this.place = place;
    this.faults = faults;
    this.idle = keepsStatements ? new HashMap<>() : null;
  }

  /// Returns which engine this is.
  public Dialect dialect() {
    return dialect;
  }

  /// Prepares a statement.
  ///
  /// @param name what it does, in words that follow "could not"
  public Call call(String name, String sql) {
    var kept = idle == null ? null : idle.remove(sql);
    if (kept != null) {
      return new Call(this, name, sql, kept);
    }
    try {
      return new Call(this, name, sql, connection.prepareStatement(sql));
    } catch (SQLException e) {
      throw failure(name, e);
    }
  }

  void reach(String name) {
    faults.accept(name);
  }

  void release(String sql, PreparedStatement statement) throws SQLException {
    if (idle == null || idle.putIfAbsent(sql, statement) != null) {
      statement.close();
    }
  }

  CatalogException failure(String name, SQLException e) {
    return dialect.translate(name, place, e);
  }

  /// Executes words that take no parameter and give no rows.
  void execute(String name, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(name, e);
    }
  }

  Connection connection() {
    return connection;
  }

  /// Closes the connection; errors are of no use to anyone.
  void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // The connection is given up anyway.
    }
  }
}
