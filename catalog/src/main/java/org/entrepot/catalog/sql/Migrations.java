package org.entrepot.catalog.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;

/// The numbered, forward-only steps of the schema: `schema/0001.sql` and so on, one text for both
/// engines with the words of [Dialect#ddl(String)]. A step that was released is never edited.
final class Migrations {
  /// The version that this code reads and writes.
  static final int LATEST = 6;

  private Migrations() {}

  /// Refuses a schema that a newer Entrepot has written.
  static void requireKnown(int version, String place) {
    if (version > LATEST) {
      throw new CatalogFailure(
          Reason.TOO_NEW,
          "the catalog %s has schema %d, this Entrepot knows %d: install a newer one"
              .formatted(place, version, LATEST),
          null);
    }
  }

  /// Takes the steps after `version`, inside the transaction of the session.
  static void apply(Session session, int version) {
    for (var step = version + 1; step <= LATEST; step++) {
      for (var statement : text(step).split(";\\s*\n", -1)) {
        if (!statement.isBlank()) {
          session.execute("migrate to schema " + step, session.dialect().ddl(statement));
        }
      }
    }
  }

  private static String text(int step) {
    var name = "/org/entrepot/catalog/schema/%04d.sql".formatted(step);
    try (var in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of Entrepot lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + name, e);
    }
  }
}
