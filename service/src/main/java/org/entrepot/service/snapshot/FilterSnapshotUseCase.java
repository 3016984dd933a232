package org.entrepot.service.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult.Pulled;
import org.entrepot.service.operation.SnapshotOperation.FilterSnapshot;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Makes a snapshot of what queries select in another one.
public final class FilterSnapshotUseCase implements UseCase<FilterSnapshot> {
  @Override
  public void validate(FilterSnapshot operation, View view) {
    Objects.requireSnapshot(view, operation.source());
    Objects.requireFree(view, operation.name());
    PackageSearch.parse(operation.queries());
  }

  @Override
  public ResourceClaims resources(FilterSnapshot operation, View view) {
    return new Claims(view).renames(operation.name()).reads(operation.source()).build();
  }

  @Override
  public Completion run(FilterSnapshot operation, OperationContext context) {
    PackageQuery query = PackageSearch.parse(operation.queries());
    record Filtered(Snapshot source, PackageSet packages, List<String> steps) {}
    Filtered filtered =
        context.read(view -> {
          validate(operation, view);
          Snapshot source = Objects.requireSnapshot(view, operation.source());
          PackageSet set = view.set(source.packages());
          var steps = new ArrayList<String>();
          PackageSet packages =
              PackageSearch.select(
                  view, set, query, operation.dependencies(), PackageSet.empty(), set, steps::add);
          return new Filtered(source, packages, steps);
        });
    filtered.steps().forEach(step -> context.output(Marker.INFO, step));
    if (operation.execution() == Execution.DRY_RUN) {
      List<String> names =
          context.read(view -> PackageSearch.sortedNames(view, filtered.packages()));
      names.forEach(name -> context.output(Marker.ADDED, name + " added"));
      return Completion.of(new Pulled(names, List.of(), Optional.empty()));
    }
    Snapshot snapshot =
        Snapshot.of(
            UUID.randomUUID(),
            operation.name(),
            context.now(),
            SnapshotOrigin.filtered(filtered.source(), operation.request()),
            filtered.packages());
    return NewSnapshot.insert(snapshot, filtered.packages(), List.of(filtered.source()));
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
