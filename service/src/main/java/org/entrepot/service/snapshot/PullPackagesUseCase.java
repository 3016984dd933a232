package org.entrepot.service.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.snapshot.PullPlan;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult.Pulled;
import org.entrepot.service.operation.SnapshotOperation.PullPackages;
import org.entrepot.service.search.Architectures;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Makes a snapshot of one snapshot and packages of another, with what these depend on.
public final class PullPackagesUseCase implements UseCase<PullPackages> {
  @Override
  public void validate(PullPackages operation, View view) {
    Objects.requireSnapshot(view, operation.target());
    Objects.requireSnapshot(view, operation.source());
    if (operation.execution() == Execution.CARRY_OUT) {
      Objects.requireFree(view, operation.name());
    }
    PackageSearch.parse(operation.queries());
  }

  @Override
  public ResourceClaims resources(PullPackages operation, View view) {
    return new Claims(view)
        .renames(operation.name())
        .reads(operation.target())
        .reads(operation.source())
        .build();
  }

  private record Decided(Snapshot target, Snapshot source, PullPlan plan, List<String> steps) {}

  @Override
  public Completion run(PullPackages operation, OperationContext context) {
    Decided decided =
        context.read(view -> {
          validate(operation, view);
          return decide(operation, view);
        });
    PullPlan plan = decided.plan();
    if (!plan.conflicts().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.PACKAGE_CONFLICT,
          "conflict in package %s: %s holds other files under this name; nothing was changed"
              .formatted(plan.conflicts().getFirst().displayName(), operation.target()));
    }
    List<String> added = plan.added().stream().map(StoredKey::displayName).toList();
    List<String> removed = plan.removed().stream().map(StoredKey::displayName).toList();
    decided.steps().forEach(step -> context.output(Marker.INFO, step));
    removed.forEach(name -> context.output(Marker.REMOVED, name + " removed"));
    added.forEach(name -> context.output(Marker.ADDED, name + " added"));
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(new Pulled(added, removed, Optional.empty()));
    }
    Snapshot snapshot =
        Snapshot.of(
            UUID.randomUUID(),
            operation.name(),
            context.now(),
            SnapshotOrigin.pulled(decided.target(), decided.source(), operation.request()),
            plan.result());
    return NewSnapshot.insert(
        snapshot,
        plan.result(),
        List.of(decided.source(), decided.target()),
        state -> new Pulled(added, removed, Optional.of(state)));
  }

  private static Decided decide(PullPackages operation, View view) {
    Snapshot target = Objects.requireSnapshot(view, operation.target());
    Snapshot source = Objects.requireSnapshot(view, operation.source());
    PackageSet into = view.set(target.packages());
    PackageSet from = view.set(source.packages());
    Set<Architecture> architectures =
        Architectures.forPull(
            view, operation.dependencies().architectures(), operation.architectures(), into);
    PackageQuery query =
        Architectures.narrowed(PackageSearch.parse(operation.queries()), architectures);
    var steps = new ArrayList<String>();
    boolean follow =
        operation.dependencies().follow() && architectures.stream().anyMatch(it -> !it.isSource());
    PackageSet chosen =
        PackageSearch.select(
            view,
            from,
            query,
            operation
                .dependencies()
                .following(follow, architectures.stream().map(Architecture::name).toList()),
            into,
            into,
            steps::add);
    List<StoredKey> inOrder = StoredKey.inIndexOrder(view.keys(chosen));
    Set<String> names =
        inOrder.stream().map(stored -> stored.key().name()).collect(Collectors.toSet());
    PullPlan plan =
        PullPlan.of(
            into,
            inOrder,
            view.keysNamed(names, into),
            operation.oldVersions(),
            operation.matches());
    return new Decided(target, source, plan, steps);
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
