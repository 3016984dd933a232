package org.entrepot.catalog.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.ConflictException.Rule;
import org.sqlite.SQLiteException;

/// The few things in which the engines differ: column types, lists as parameters, error codes.
public enum Dialect {
  /// SQLite 3.
  SQLITE {
    @Override
    public String ddl(String text) {
      return text.replace("${TEXT}", "text")
          .replace("${BYTES}", "blob")
          .replace("${NOW}", "cast(strftime('%s', 'now') as integer) * 1000000")
          .replace("${CLUSTERED}", "without rowid");
    }

    @Override
    public String in(String column) {
      return column + " in (select value from json_each(?))";
    }

    @Override
    Optional<Rule> brokenRule(SQLException e) {
      if (!(e instanceof SQLiteException sqlite)) {
        return Optional.empty();
      }
      return switch (sqlite.getResultCode()) {
        case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
            Optional.of(Rule.TAKEN);
        case SQLITE_CONSTRAINT_FOREIGNKEY -> Optional.of(Rule.IN_USE);
        default -> Optional.empty();
      };
    }

    @Override
    Reason reason(SQLException e) {
      // The low byte of an extended result code is the primary one, see sqlite.org/rescode.html.
      return switch (e.getErrorCode() & 0xff) {
        case 5, 6, 9, 15, 17 -> Reason.UNAVAILABLE; // BUSY LOCKED INTERRUPT PROTOCOL SCHEMA
        case 3, 8, 10, 13, 14, 23 -> Reason.NOT_WRITABLE; // PERM READONLY IOERR FULL CANTOPEN AUTH
        case 11, 26 -> Reason.CORRUPT; // CORRUPT NOTADB
        default -> Reason.INTERNAL;
      };
    }

    @Override
    boolean mayRetry(SQLException e) {
      return false;
    }
  },

  /// PostgreSQL.
  POSTGRES {
    @Override
    public String ddl(String text) {
      return text.replace("${TEXT}", "text collate \"C\"")
          .replace("${BYTES}", "bytea")
          .replace("${NOW}", "cast(extract(epoch from now()) * 1000000 as bigint)")
          .replace("${CLUSTERED}", "");
    }

    @Override
    public String in(String column) {
      return column + " = any(?)";
    }

    @Override
    Optional<Rule> brokenRule(SQLException e) {
      return switch (state(e)) {
        case "23505" -> Optional.of(Rule.TAKEN);
        case "23503", "23001" -> Optional.of(Rule.IN_USE);
        default -> Optional.empty();
      };
    }

    @Override
    Reason reason(SQLException e) {
      var state = state(e);
      return switch (state.length() == 5 ? state.substring(0, 2) : "") {
        case "08", "57", "53", "40", "55" -> Reason.UNAVAILABLE;
        case "25" -> state.equals("25006") ? Reason.NOT_WRITABLE : Reason.UNAVAILABLE;
        case "28", "42" -> state.equals("42501") ? Reason.NOT_WRITABLE : Reason.INTERNAL;
        case "XX" -> Reason.CORRUPT;
        default -> Reason.INTERNAL;
      };
    }

    @Override
    boolean mayRetry(SQLException e) {
      return state(e).equals("40001") || state(e).equals("40P01");
    }
  };

  /// Puts this engine's words into a text of the schema.
  public abstract String ddl(String text);

  /// Returns the condition that a column is in a list, which is bound as one parameter.
  public abstract String in(String column);

  abstract Optional<Rule> brokenRule(SQLException e);

  abstract Reason reason(SQLException e);

  /// Returns whether the whole transaction may succeed when it is done again.
  abstract boolean mayRetry(SQLException e);

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /// Turns an engine's error into ours.
  CatalogException translate(String call, String place, SQLException e) {
    var rule = brokenRule(e);
    if (rule.isPresent()) {
      return ConflictException.violated(rule.get(), call, e);
    }
    var advice =
        switch (reason(e)) {
          case UNAVAILABLE, WITHDRAWN -> "try again later";
          case NOT_WRITABLE -> "check its permissions and the free space";
          case CORRUPT -> "restore it from a backup";
          case OUTCOME_UNKNOWN, TOO_NEW, INTERNAL -> "this is an error in Entrepot";
        };
    return new CatalogFailure(
        reason(e),
        "the catalog %s could not %s: %s; %s".formatted(place, call, e.getMessage(), advice),
        e);
  }
}
