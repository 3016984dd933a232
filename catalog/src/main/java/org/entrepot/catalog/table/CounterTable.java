package org.entrepot.catalog.table;

import org.entrepot.catalog.sql.Session;

/// Numbers that only grow. A number taken in a transaction that was rolled back was never seen.
final class CounterTable {
  private CounterTable() {}

  /// Takes `count` numbers and returns the first.
  static long take(Session session, String counter, int count) {
    return session
            .call(
                "count " + counter + "s",
                "update counter set value = value + ? where name = ? returning value")
            .number(count)
            .text(counter)
            .number()
        - count
        + 1;
  }
}
