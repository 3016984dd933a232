package org.entrepot.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.entrepot.catalog.sql.Dialect;
import org.entrepot.testkit.PostgresServer;

final class PostgresMigrationTest extends MigrationContractTest {
  private final String address = PostgresServer.shared().newDatabase();

  @Override
  CatalogUrl url() {
    return CatalogUrl.parse(address);
  }

  @Override
  Dialect dialect() {
    return Dialect.POSTGRES;
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(address);
  }

  @Override
  String beforeSteps() {
    return "create table schema_version (version integer primary key);"
        + " create table write_lock (id integer primary key);"
        + " insert into write_lock (id) values (1)";
  }

  @Override
  String afterSteps(int version) {
    return "insert into schema_version (version) values (" + version + ")";
  }
}
