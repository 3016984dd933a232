package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresCheckTest extends CheckContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
