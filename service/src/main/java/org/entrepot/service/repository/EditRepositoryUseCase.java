package org.entrepot.service.repository;

import org.entrepot.catalog.View;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Changes attributes of a repository; those not mentioned keep what an earlier change gave them.
public final class EditRepositoryUseCase implements UseCase<EditRepository> {
  @Override
  public void validate(EditRepository operation, View view) {
    Objects.requireRepository(view, operation.name());
  }

  @Override
  public ResourceClaims resources(EditRepository operation, View view) {
    return new Claims(view).changes(operation.name()).build();
  }

  @Override
  public Completion run(EditRepository operation, OperationContext context) {
    return transaction -> {
      Repository before = Objects.requireRepository(transaction, operation.name());
      transaction.updateRepository(
          before,
          new Repository(
              before.id(),
              before.name(),
              operation.comment().orElse(before.comment()),
              operation.defaultDistribution().orElse(before.defaultDistribution()),
              operation.defaultComponent().orElse(before.defaultComponent()),
              operation.uploaders().orElse(before.uploaders()),
              before.packages(),
              before.packageCount()));
      return new OperationResult.Named(before.id(), before.name().value());
    };
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
