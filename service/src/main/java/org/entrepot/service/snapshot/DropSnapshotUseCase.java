package org.entrepot.service.snapshot;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.service.task.BriefUseCase;

/// Removes a snapshot that is not published; one that other snapshots were made from only by force.
public final class DropSnapshotUseCase implements BriefUseCase<DropSnapshot> {
  @Override
  public void validate(DropSnapshot operation, View view) {
    Snapshot snapshot = Objects.requireSnapshot(view, operation.name());
    Objects.requireUnused(
        "snapshot [%s]".formatted(snapshot.name()),
        "is published",
        Objects.publications(view.publicationsOf(snapshot.id()).stream()),
        "drop or switch the publications first");
    if (operation.force() == Force.REFUSE_IF_USED) {
      Objects.requireUnused(
          "snapshot [%s]".formatted(snapshot.name()),
          "was used as a source by other snapshots",
          Objects.snapshots(view.snapshotsFrom(snapshot.id()).stream()),
          "use -force to override");
    }
  }

  @Override
  public ResourceClaims resources(DropSnapshot operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(DropSnapshot operation, Transaction transaction, Instant now) {
    transaction.deleteSnapshot(Objects.requireSnapshot(transaction, operation.name()).id());
    return new OperationResult.Done();
  }
}
