package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresAccessTest extends AccessContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
