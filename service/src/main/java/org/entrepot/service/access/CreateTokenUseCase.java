package org.entrepot.service.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.TokenOperation.CreateToken;
import org.entrepot.service.task.BriefUseCase;

/// Makes a token known.
public final class CreateTokenUseCase implements BriefUseCase<CreateToken> {
  @Override
  public void validate(CreateToken operation, View view) {
    Objects.requireFree(view, operation.name());
  }

  @Override
  public ResourceClaims resources(CreateToken operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(CreateToken operation, Transaction transaction, Instant now) {
    Optional<Instant> expiresAt =
        operation.validForSeconds().map(seconds -> now.plus(Duration.ofSeconds(seconds)));
    transaction.insertToken(
        new AccessToken(
            operation.id(),
            operation.name(),
            Sha256.parse(operation.secretDigest()),
            new Grant(operation.scope(), operation.names()),
            operation.comment(),
            now,
            expiresAt));
    return new OperationResult.Done();
  }
}
