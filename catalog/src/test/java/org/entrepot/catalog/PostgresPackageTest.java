package org.entrepot.catalog;

import org.entrepot.testkit.PostgresServer;

final class PostgresPackageTest extends PackageContractTest {
  @Override
  CatalogUrl freshUrl() {
    return CatalogUrl.parse(PostgresServer.shared().newDatabase());
  }
}
