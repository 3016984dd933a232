package org.entrepot.service.snapshot;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.SnapshotOperation.RenameSnapshot;
import org.entrepot.service.task.BriefUseCase;

/// Gives a snapshot another name. What refers to it keeps referring to it.
public final class RenameSnapshotUseCase implements BriefUseCase<RenameSnapshot> {
  @Override
  public void validate(RenameSnapshot operation, View view) {
    Objects.requireSnapshot(view, operation.name());
    Objects.requireFree(view, operation.newName());
  }

  @Override
  public ResourceClaims resources(RenameSnapshot operation, View view) {
    return new Claims(view).renames(operation.name()).renames(operation.newName()).build();
  }

  @Override
  public OperationResult change(RenameSnapshot operation, Transaction transaction, Instant now) {
    Snapshot before = Objects.requireSnapshot(transaction, operation.name());
    Snapshot after = before.renamed(operation.newName(), before.description());
    transaction.updateSnapshot(before, after);
    return OperationResult.SnapshotState.of(transaction, after);
  }
}
