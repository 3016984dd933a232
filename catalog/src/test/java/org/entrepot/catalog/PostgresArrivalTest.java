package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresArrivalTest extends ArrivalContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
