package org.entrepot.service.mirror;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.DropMirror;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.BriefUseCase;

/// Removes a mirror; one that snapshots were made from only by force. Its packages go with the next
/// clean-up, as does what it keeps outside the catalog.
public final class DropMirrorUseCase implements BriefUseCase<DropMirror> {
  @Override
  public void validate(DropMirror operation, View view) {
    Mirror mirror = Objects.requireMirror(view, operation.name());
    RunningUpdate.requireNone(view, mirror);
    if (operation.force() == Force.REFUSE_IF_USED) {
      Objects.requireUnused(
          "mirror [%s]".formatted(mirror.name()),
          "was used to create snapshots",
          Objects.snapshots(view.snapshotsFrom(mirror.id()).stream()),
          "use -force to override");
    }
  }

  @Override
  public ResourceClaims resources(DropMirror operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(DropMirror operation, Transaction transaction, Instant now) {
    transaction.deleteMirror(Objects.requireMirror(transaction, operation.name()).id());
    return new OperationResult.Done();
  }
}
