package org.entrepot.catalog.table;

import java.util.Optional;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;

/// Single values under names.
public final class SettingTable {
  private final Session session;

  /// Works in a transaction.
  public SettingTable(Session session) {
    this.session = session;
  }

  /// Returns a value.
  public Optional<String> find(String key) {
    return session
        .call("read a setting", "select value from setting where name = ?")
        .text(key)
        .first(Row::text);
  }

  /// Sets a value.
  public void put(String key, String value) {
    delete(key);
    session
        .call("write a setting", "insert into setting (name, value) values (?, ?)")
        .text(key)
        .text(value)
        .run();
  }

  /// Removes a value.
  public void delete(String key) {
    session.call("remove a setting", "delete from setting where name = ?").text(key).run();
  }
}
