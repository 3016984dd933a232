package org.entrepot.service.snapshot;

import java.util.function.Function;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.SnapshotState;
import org.entrepot.service.task.Completion;

/// The commit of a snapshot whose packages were decided before: sources that are claimed do not
/// change, so only the name is looked at again.
final class NewSnapshot {
  private NewSnapshot() {}

  static Completion insert(Snapshot snapshot, PackageSet packages) {
    return insert(snapshot, packages, state -> state);
  }

  static Completion insert(
      Snapshot snapshot, PackageSet packages, Function<SnapshotState, OperationResult> result) {
    return transaction -> {
      Objects.requireFree(transaction, snapshot.name());
      transaction.putSet(packages);
      transaction.insertSnapshot(snapshot);
      return result.apply(SnapshotState.of(snapshot));
    };
  }
}
