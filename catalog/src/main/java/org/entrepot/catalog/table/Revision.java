package org.entrepot.catalog.table;

import java.util.UUID;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;

/// The number that every change of an object counts up.
///
/// Callers compare whole values, so it does not leave this package. It makes the update itself a
/// compare-and-set, in case an engine should ever let two writers in.
final class Revision {
  private Revision() {}

  /// Returns the revision of a row; 0 when it is gone.
  static long of(Session session, String table, UUID id) {
    return session
        .call("read the revision of a " + table, "select revision from " + table + " where id = ?")
        .uuid(id)
        .first(Row::number)
        .orElse(0L);
  }
}
