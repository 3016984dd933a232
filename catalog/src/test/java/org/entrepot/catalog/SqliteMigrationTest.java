package org.entrepot.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.entrepot.catalog.sql.Dialect;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMigrationTest extends MigrationContractTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  private Path file() {
    return directory.resolve("catalog.db");
  }

  @Override
  CatalogUrl url() {
    return CatalogUrl.sqlite(file());
  }

  @Override
  Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Override
  String beforeSteps() {
    return "pragma application_id=" + 0x456e7470;
  }

  @Override
  String afterSteps(int version) {
    return "pragma user_version=" + version;
  }
}
