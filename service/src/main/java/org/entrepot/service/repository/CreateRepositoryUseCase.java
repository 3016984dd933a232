package org.entrepot.service.repository;

import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Makes a repository, empty or with the packages of a snapshot.
public final class CreateRepositoryUseCase implements UseCase<CreateRepository> {
  @Override
  public void validate(CreateRepository operation, View view) {
    Objects.requireUsable(operation.defaultDistribution(), operation.defaultComponent());
    Objects.requireFree(view, operation.name());
    operation.fromSnapshot().ifPresent(name -> Objects.requireSnapshot(view, name));
  }

  @Override
  public ResourceClaims resources(CreateRepository operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.fromSnapshot().ifPresent(claims::reads);
    return claims.build();
  }

  @Override
  public Completion run(CreateRepository operation, OperationContext context) {
    var id = UUID.randomUUID();
    return transaction -> {
      validate(operation, transaction);
      PackageSet packages =
          operation
              .fromSnapshot()
              .map(name -> transaction.set(Objects.requireSnapshot(transaction, name).packages()))
              .orElse(PackageSet.empty());
      var repository =
          new Repository(
              id,
              operation.name(),
              operation.comment(),
              operation.defaultDistribution(),
              operation.defaultComponent(),
              operation.uploaders(),
              transaction.putSet(packages),
              packages.size());
      transaction.insertRepository(repository);
      return OperationResult.RepositoryState.of(repository);
    };
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
