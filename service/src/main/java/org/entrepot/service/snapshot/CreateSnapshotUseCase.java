package org.entrepot.service.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Freezes a repository as it is at the instant of the commit, or makes an empty snapshot.
public final class CreateSnapshotUseCase implements UseCase<CreateSnapshot> {
  @Override
  public void validate(CreateSnapshot operation, View view) {
    Objects.requireFree(view, operation.name());
    operation.fromRepository().ifPresent(name -> Objects.requireRepository(view, name));
  }

  @Override
  public ResourceClaims resources(CreateSnapshot operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.fromRepository().ifPresent(claims::reads);
    return claims.build();
  }

  @Override
  public Completion run(CreateSnapshot operation, OperationContext context) {
    var id = UUID.randomUUID();
    Instant now = context.now();
    return transaction -> {
      validate(operation, transaction);
      transaction.insertSnapshot(snapshot(operation, id, now, transaction));
      return new OperationResult.Named(id, operation.name().value());
    };
  }

  private static Snapshot snapshot(
      CreateSnapshot operation, UUID id, Instant now, Transaction transaction) {
    Optional<Repository> source =
        operation.fromRepository().map(name -> Objects.requireRepository(transaction, name));
    PackageSet packages =
        source.map(repository -> transaction.set(repository.packages())).orElse(PackageSet.empty());
    transaction.putSet(packages);
    SnapshotOrigin origin = source.map(SnapshotOrigin::of).orElseGet(SnapshotOrigin::empty);
    var described =
        new SnapshotOrigin(
            origin.kind(),
            origin.sourceIds(),
            operation.description().orElse(origin.description()));
    return Snapshot.of(id, operation.name(), now, described, packages);
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
