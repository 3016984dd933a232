package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresObjectTest extends ObjectContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
