package org.entrepot.service.repository;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.DropRepository;
import org.entrepot.service.task.BriefUseCase;

/// Removes a repository that nothing is published from; one that snapshots were made from only by
/// force.
public final class DropRepositoryUseCase implements BriefUseCase<DropRepository> {
  @Override
  public void validate(DropRepository operation, View view) {
    Repository repository = Objects.requireRepository(view, operation.name());
    Objects.requireUnused(
        "local repo [%s]".formatted(repository.name()),
        "is published",
        Objects.publications(view.publicationsOf(repository.id()).stream()),
        "drop the publications first");
    if (operation.force() == Force.REFUSE_IF_USED) {
      Objects.requireUnused(
          "local repo [%s]".formatted(repository.name()),
          "was used to create snapshots",
          Objects.snapshots(view.snapshotsFrom(repository.id()).stream()),
          "use -force to override");
    }
  }

  @Override
  public ResourceClaims resources(DropRepository operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(DropRepository operation, Transaction transaction, Instant now) {
    transaction.deleteRepository(Objects.requireRepository(transaction, operation.name()).id());
    return new OperationResult.Done();
  }
}
