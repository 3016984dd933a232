package org.entrepot.service.snapshot;

import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotMerge;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.SnapshotOperation.MergeSnapshots;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Merges snapshots into a new one.
public final class MergeSnapshotsUseCase implements UseCase<MergeSnapshots> {
  @Override
  public void validate(MergeSnapshots operation, View view) {
    operation.sources().forEach(name -> Objects.requireSnapshot(view, name));
    Objects.requireFree(view, operation.name());
  }

  @Override
  public ResourceClaims resources(MergeSnapshots operation, View view) {
    var claims = new Claims(view).renames(operation.name());
    operation.sources().forEach(claims::reads);
    return claims.build();
  }

  @Override
  public Completion run(MergeSnapshots operation, OperationContext context) {
    record Merged(List<Snapshot> sources, PackageSet packages) {}
    Merged merged =
        context.read(view -> {
          validate(operation, view);
          List<Snapshot> sources =
              operation.sources().stream().map(n -> Objects.requireSnapshot(view, n)).toList();
          List<PackageSet> sets = sources.stream().map(s -> view.set(s.packages())).toList();
          return new Merged(sources, SnapshotMerge.of(sets, operation.rule(), view));
        });
    Snapshot snapshot =
        Snapshot.of(
            UUID.randomUUID(),
            operation.name(),
            context.now(),
            SnapshotOrigin.merged(merged.sources()),
            merged.packages());
    return NewSnapshot.insert(snapshot, merged.packages(), merged.sources());
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
