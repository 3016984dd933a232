package org.entrepot.service.access;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.TokenOperation.RevokeToken;
import org.entrepot.service.task.BriefUseCase;

/// Makes a token invalid. Tasks that it has submitted go on; it cannot submit more.
public final class RevokeTokenUseCase implements BriefUseCase<RevokeToken> {
  @Override
  public void validate(RevokeToken operation, View view) {
    Objects.requireToken(view, operation.name());
  }

  @Override
  public ResourceClaims resources(RevokeToken operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(RevokeToken operation, Transaction transaction, Instant now) {
    transaction.deleteToken(Objects.requireToken(transaction, operation.name()).id());
    return new OperationResult.Done();
  }
}
