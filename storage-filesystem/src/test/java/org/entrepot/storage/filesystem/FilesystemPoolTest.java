package org.entrepot.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PackagePoolContractTest;
import org.entrepot.storage.pool.PoolPath;
import org.jspecify.annotations.Nullable;

final class FilesystemPoolTest extends PackagePoolContractTest {
  private @Nullable FilesystemPool pool;

  @Override
  protected synchronized PackagePool pool() {
    if (pool == null) {
      pool = new FilesystemPool(directory.resolve("deep/pool"));
    }
    return pool;
  }

  @Override
  protected void damage(PoolPath path, byte[] content) throws IOException {
    Files.write(directory.resolve("deep/pool").resolve(path.text()), content);
  }
}
