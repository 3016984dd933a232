package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresCrashTest extends CrashContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
