package org.entrepot.service.repository;

import java.time.Instant;
import java.util.UUID;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.task.BriefUseCase;

/// Makes a repository, empty or with the packages of a snapshot.
public final class CreateRepositoryUseCase implements BriefUseCase<CreateRepository> {
  @Override
  public void validate(CreateRepository operation, View view) {
    Objects.requireUsable(operation.defaultDistribution(), operation.defaultComponent());
    operation.fromSnapshot().ifPresent(name -> Objects.requireSnapshot(view, name));
    Objects.requireFree(view, operation.name());
  }

  @Override
  public ResourceClaims resources(CreateRepository operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.fromSnapshot().ifPresent(claims::reads);
    return claims.build();
  }

  @Override
  public OperationResult change(CreateRepository operation, Transaction transaction, Instant now) {
    PackageSet packages =
        operation
            .fromSnapshot()
            .map(name -> transaction.set(Objects.requireSnapshot(transaction, name).packages()))
            .orElse(PackageSet.empty());
    var repository =
        new Repository(
            UUID.randomUUID(),
            operation.name(),
            operation.comment(),
            operation.defaultDistribution(),
            operation.defaultComponent(),
            operation.uploaders(),
            transaction.putSet(packages),
            packages.size());
    transaction.insertRepository(repository);
    return OperationResult.RepositoryState.of(repository);
  }
}
