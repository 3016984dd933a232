package org.entrepot.storage.pool;

import org.entrepot.format.checksum.Checksums;

/// How a file of the pool compares with what it must contain.
public sealed interface PoolCondition {
  /// All digests and the size are right.
  record Intact() implements PoolCondition {}

  /// There is no such file.
  record Missing() implements PoolCondition {}

  /// The file is there with other bytes.
  ///
  /// @param actual what it contains
  record Damaged(Checksums actual) implements PoolCondition {}
}
