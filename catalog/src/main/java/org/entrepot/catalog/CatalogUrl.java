package org.entrepot.catalog;

import java.nio.file.Path;
import java.util.Locale;

/// Where a catalog is: `sqlite:PATH` (a file; made when missing, its directory must exist) or
/// `jdbc:postgresql://HOST:PORT/DATABASE?user=...&password=...`.
///
/// The text form of a PostgreSQL address may hold a password, which `toString` hides.
public sealed interface CatalogUrl {
  /// One file and its `-wal` and `-shm` beside it, shared by the processes of one machine.
  record Sqlite(Path file) implements CatalogUrl {
    @Override
    public String toString() {
      return "sqlite:" + file;
    }
  }

  /// A database server, shared by several nodes.
  record Postgres(String jdbcUrl) implements CatalogUrl {
    @Override
    public String toString() {
      var query = jdbcUrl.indexOf('?');
      var address = query < 0 ? jdbcUrl : jdbcUrl.substring(0, query);
      return address.replaceFirst("//[^/@]*@", "//");
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException when it has neither form
  static CatalogUrl parse(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("sqlite:") && text.length() > "sqlite:".length()) {
      return new Sqlite(Path.of(text.substring("sqlite:".length())));
    }
    if (lower.startsWith("jdbc:postgresql:")) {
      return new Postgres(text);
    }
    if (lower.startsWith("postgresql:") || lower.startsWith("postgres:")) {
      return new Postgres("jdbc:postgresql:" + text.substring(text.indexOf(':') + 1));
    }
    throw new IllegalArgumentException(
        "the address of a catalog is sqlite:PATH or jdbc:postgresql://HOST/DATABASE");
  }

  /// The catalog in a file.
  static CatalogUrl sqlite(Path file) {
    return new Sqlite(file);
  }
}
