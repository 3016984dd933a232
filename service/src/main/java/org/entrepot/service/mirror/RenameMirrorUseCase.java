package org.entrepot.service.mirror;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.MirrorOperation.RenameMirror;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.BriefUseCase;

/// Gives a mirror another name. What refers to it keeps referring to it.
public final class RenameMirrorUseCase implements BriefUseCase<RenameMirror> {
  @Override
  public void validate(RenameMirror operation, View view) {
    RunningUpdate.requireNone(view, Objects.requireMirror(view, operation.name()));
    Objects.requireFree(view, operation.newName());
  }

  @Override
  public ResourceClaims resources(RenameMirror operation, View view) {
    return new Claims(view).renames(operation.name()).renames(operation.newName()).build();
  }

  @Override
  public OperationResult change(RenameMirror operation, Transaction transaction, Instant now) {
    Mirror before = Objects.requireMirror(transaction, operation.name());
    Mirror after = before.withName(operation.newName());
    transaction.updateMirror(before, after);
    return OperationResult.MirrorFacts.of(after);
  }
}
