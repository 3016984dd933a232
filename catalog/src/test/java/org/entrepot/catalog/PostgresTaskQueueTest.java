package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresTaskQueueTest extends TaskQueueContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
