package org.entrepot.service.snapshot;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.SnapshotOperation.EditSnapshot;
import org.entrepot.service.task.BriefUseCase;

/// Changes name, description or both in one step. Its own name as the new one is refused like any
/// other that is taken, but not before the task runs, as clients expect.
public final class EditSnapshotUseCase implements BriefUseCase<EditSnapshot> {
  @Override
  public void validate(EditSnapshot operation, View view) {
    Objects.requireSnapshot(view, operation.name());
    operation
        .newName()
        .filter(name -> !name.equals(operation.name()))
        .ifPresent(name -> Objects.requireFree(view, name));
  }

  @Override
  public ResourceClaims resources(EditSnapshot operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.newName().ifPresent(claims::renames);
    return claims.build();
  }

  @Override
  public OperationResult change(EditSnapshot operation, Transaction transaction, Instant now) {
    Snapshot before = Objects.requireSnapshot(transaction, operation.name());
    operation.newName().ifPresent(name -> Objects.requireFree(transaction, name));
    Snapshot after =
        before.renamed(
            operation.newName().orElse(before.name()),
            operation.description().orElse(before.description()));
    transaction.updateSnapshot(before, after);
    return OperationResult.SnapshotState.of(transaction, after);
  }
}
