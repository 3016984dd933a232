package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresMirrorTest extends MirrorContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
