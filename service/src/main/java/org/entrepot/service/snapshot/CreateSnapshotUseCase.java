package org.entrepot.service.snapshot;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.MergeRule;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotMerge;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.WorkingSet;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.search.PackageKeys;
import org.entrepot.service.task.BriefUseCase;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;

/// Freezes a repository as it is at the instant of the commit, or puts snapshots and stored
/// packages together, or makes an empty snapshot.
public final class CreateSnapshotUseCase implements BriefUseCase<CreateSnapshot> {
  @Override
  public void validate(CreateSnapshot operation, View view) {
    operation.fromRepository().ifPresent(name -> Objects.requireRepository(view, name));
    operation.fromSnapshots().forEach(name -> Objects.requireSnapshot(view, name));
    Objects.requireFree(view, operation.name());
  }

  @Override
  public ResourceClaims resources(CreateSnapshot operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.fromRepository().ifPresent(claims::reads);
    operation.fromSnapshots().forEach(claims::reads);
    if (!operation.packageKeys().isEmpty()) {
      claims.usesPackages();
    }
    return claims.build();
  }

  private record Content(SnapshotOrigin origin, PackageSet packages, List<Snapshot> sources) {}

  /// Sets of several sources take time to put together.
  @Override
  public boolean isBrief(CreateSnapshot operation) {
    return operation.fromSnapshots().isEmpty() && operation.packageKeys().isEmpty();
  }

  @Override
  public OperationResult change(CreateSnapshot operation, Transaction transaction, Instant now) {
    return create(operation, content(operation, transaction), transaction, now);
  }

  /// Snapshots and packages do not change while they are claimed, so large sets are put together
  /// before the transaction.
  @Override
  public Completion run(CreateSnapshot operation, OperationContext context) throws IOException {
    if (isBrief(operation)) {
      return BriefUseCase.super.run(operation, context);
    }
    Instant now = context.now();
    Content content = context.read(view -> content(operation, view));
    return transaction -> {
      validate(operation, transaction);
      return create(operation, content, transaction, now);
    };
  }

  private static OperationResult create(
      CreateSnapshot operation, Content content, Transaction transaction, Instant now) {
    transaction.putSet(content.packages());
    var described =
        new SnapshotOrigin(
            content.origin().kind(),
            content.origin().sourceIds(),
            operation.description().orElse(content.origin().description()));
    Snapshot snapshot =
        NewSnapshot.withFiles(
            Snapshot.of(UUID.randomUUID(), operation.name(), now, described, content.packages()),
            content.sources(),
            transaction);
    transaction.insertSnapshot(snapshot);
    return OperationResult.SnapshotState.of(transaction, snapshot);
  }

  private static Content content(CreateSnapshot operation, View view) {
    if (operation.fromRepository().isPresent()) {
      Repository source = Objects.requireRepository(view, operation.fromRepository().get());
      return new Content(SnapshotOrigin.of(source), view.set(source.packages()), List.of());
    }
    if (operation.fromSnapshots().isEmpty() && operation.packageKeys().isEmpty()) {
      return new Content(SnapshotOrigin.empty(), PackageSet.empty(), List.of());
    }
    List<Snapshot> sources =
        operation.fromSnapshots().stream().map(n -> Objects.requireSnapshot(view, n)).toList();
    var sets = new ArrayList<PackageSet>();
    sources.forEach(source -> sets.add(view.set(source.packages())));
    sets.add(
        stored(view, operation.packageKeys(), SnapshotMerge.of(sets, MergeRule.REPLACE, view)));
    PackageSet packages = SnapshotMerge.of(sets, MergeRule.REPLACE, view);
    var origin =
        new SnapshotOrigin(SourceKind.SNAPSHOT, sources.stream().map(Snapshot::id).toList(), "");
    return new Content(origin, packages, sources);
  }

  /// Stored packages by their keys, the row that `present` holds where there are several.
  private static PackageSet stored(View view, List<String> keys, PackageSet present) {
    var working = new WorkingSet(PackageSet.empty(), reader -> reader.apply(view));
    for (StoredPackage each : PackageKeys.require(view, keys, present)) {
      if (working.add(each.id(), each.value(), false)
          instanceof WorkingSet.AddResult.Clash(var other)) {
        throw new RepositoryException(
            ErrorCode.PACKAGE_CONFLICT,
            "conflict in package %s: two of the keys name different files".formatted(other));
      }
    }
    return working.packages();
  }
}
