package org.entrepot.service.snapshot;

import java.util.List;
import java.util.function.Function;
import org.entrepot.catalog.Transaction;
import org.entrepot.domain.mirror.ArchiveFiles;
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

  static Completion insert(Snapshot snapshot, PackageSet packages, List<Snapshot> sources) {
    return insert(snapshot, packages, sources, state -> state);
  }

  static Completion insert(
      Snapshot snapshot,
      PackageSet packages,
      List<Snapshot> sources,
      Function<SnapshotState, OperationResult> result) {
    return transaction -> {
      Objects.requireFree(transaction, snapshot.name());
      transaction.putSet(packages);
      Snapshot complete = withFiles(snapshot, sources, transaction);
      transaction.insertSnapshot(complete);
      return result.apply(SnapshotState.of(transaction, complete));
    };
  }

  /// The snapshot with what describes packages of its sources, the later ones first.
  static Snapshot withFiles(Snapshot snapshot, List<Snapshot> sources, Transaction transaction) {
    ArchiveFiles along =
        ArchiveFiles.union(
            sources.stream()
                .map(source -> transaction.archiveFiles(source.files()).descriptive())
                .toList());
    transaction.putArchiveFiles(along);
    return snapshot.withFiles(along);
  }
}
