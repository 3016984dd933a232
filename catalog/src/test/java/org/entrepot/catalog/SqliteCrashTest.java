package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCrashTest extends CrashContractTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.sqlite(directory.resolve("catalog.db"));
  }

  @AfterEach
  void theFileIsSound() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
        var statement = connection.createStatement()) {
      for (var pragma : new String[] {"integrity_check", "foreign_key_check"}) {
        try (var rows = statement.executeQuery("pragma " + pragma)) {
          if (rows.next()) {
            assertThat(rows.getString(1)).isEqualTo("ok");
          }
        }
      }
    }
  }
}
