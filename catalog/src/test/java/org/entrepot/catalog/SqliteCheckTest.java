package org.entrepot.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCheckTest extends CheckContractTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.sqlite(directory.resolve("catalog.db"));
  }
}
