package org.entrepot.service.repository;

import java.time.Instant;
import java.util.Optional;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.task.BriefUseCase;

/// Changes attributes of a repository; those not mentioned keep what an earlier change gave them.
public final class EditRepositoryUseCase implements BriefUseCase<EditRepository> {
  @Override
  public void validate(EditRepository operation, View view) {
    Objects.requireRepository(view, operation.name());
    Objects.requireUsable(
        operation.defaultDistribution().orElse(""), operation.defaultComponent().orElse(""));
    newName(operation).ifPresent(name -> Objects.requireFree(view, name));
  }

  /// The new name, when it is another one.
  private static Optional<RepositoryName> newName(EditRepository operation) {
    return operation.newName().filter(name -> !name.equals(operation.name()));
  }

  @Override
  public ResourceClaims resources(EditRepository operation, View view) {
    var claims = new Claims(view);
    return newName(operation)
        .map(name -> claims.renames(operation.name()).renames(name))
        .orElseGet(() -> claims.changes(operation.name()))
        .build();
  }

  @Override
  public OperationResult change(EditRepository operation, Transaction transaction, Instant now) {
    Repository before = Objects.requireRepository(transaction, operation.name());
    var after =
        new Repository(
            before.id(),
            operation.newName().orElse(before.name()),
            operation.comment().orElse(before.comment()),
            operation.defaultDistribution().orElse(before.defaultDistribution()),
            operation.defaultComponent().orElse(before.defaultComponent()),
            operation.uploaders().orElse(before.uploaders()),
            before.packages(),
            before.packageCount());
    transaction.updateRepository(before, after);
    return OperationResult.RepositoryState.of(after);
  }
}
