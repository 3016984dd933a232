package org.entrepot.service.repository;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.RenameRepository;
import org.entrepot.service.task.BriefUseCase;

/// Gives a repository another name. What refers to it keeps referring to it.
public final class RenameRepositoryUseCase implements BriefUseCase<RenameRepository> {
  @Override
  public void validate(RenameRepository operation, View view) {
    Objects.requireRepository(view, operation.name());
    Objects.requireFree(view, operation.newName());
  }

  @Override
  public ResourceClaims resources(RenameRepository operation, View view) {
    return new Claims(view).renames(operation.name()).renames(operation.newName()).build();
  }

  @Override
  public OperationResult change(RenameRepository operation, Transaction transaction, Instant now) {
    Repository before = Objects.requireRepository(transaction, operation.name());
    Repository after = before.withName(operation.newName());
    transaction.updateRepository(before, after);
    return OperationResult.RepositoryState.of(after);
  }
}
