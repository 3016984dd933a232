package org.entrepot.storage.filesystem;

import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.storage.target.PublishTargetContractTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/// The contract of a publish target, for each way to bring package files into a directory.
final class FilesystemTargetTest {
  @Nested
  final class ByHardLink extends DirectoryContractTest {
    ByHardLink() {
      super(LinkMethod.HARDLINK, VerifyMethod.DIGEST);
    }
  }

  @Nested
  final class BySymbolicLink extends DirectoryContractTest {
    BySymbolicLink() {
      super(LinkMethod.SYMLINK, VerifyMethod.DIGEST);
    }
  }

  @Nested
  final class ByCopy extends DirectoryContractTest {
    ByCopy() {
      super(LinkMethod.COPY, VerifyMethod.DIGEST);
    }
  }

  @Nested
  final class ByCopyComparingSizes extends DirectoryContractTest {
    ByCopyComparingSizes() {
      super(LinkMethod.COPY, VerifyMethod.SIZE);
    }

    @Override
    protected boolean comparesContent() {
      return false;
    }
  }

  @Nested
  final class ByReflink extends DirectoryContractTest {
    ByReflink() {
      super(LinkMethod.REFLINK, VerifyMethod.DIGEST);
    }
  }

  abstract static class DirectoryContractTest extends PublishTargetContractTest {
    private final LinkMethod method;
    private final VerifyMethod verify;
    private @Nullable FilesystemPool pool;
    private @Nullable FilesystemTarget target;

    DirectoryContractTest(LinkMethod method, VerifyMethod verify) {
      this.method = method;
      this.verify = verify;
    }

    @Override
    protected synchronized PackagePool pool() {
      if (pool == null) {
        pool = new FilesystemPool(directory.resolve("pool"));
      }
      return pool;
    }

    @Override
    protected synchronized PublishTarget target() {
      if (target == null) {
        target = new FilesystemTarget(directory.resolve("public"), method, verify, pool());
      }
      return target;
    }
  }
}
