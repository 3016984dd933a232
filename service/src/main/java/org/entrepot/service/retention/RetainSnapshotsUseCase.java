package org.entrepot.service.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.RetainedSnapshots.Verdict;
import org.entrepot.service.operation.SnapshotOperation.RetainSnapshots;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Removes the snapshots that a policy does not keep, all in one transaction. Those that are
/// published, or will be, stay; those from which others were made that stay, unless that is asked
/// for. A dry run is the same without the last step.
public final class RetainSnapshotsUseCase implements UseCase<RetainSnapshots> {
  private final Clock clock;

  public RetainSnapshotsUseCase(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void validate(RetainSnapshots operation, View view) {}

  @Override
  public ResourceClaims resources(RetainSnapshots operation, View view) {
    return claims(operation, plan(operation, view, clock.instant()), view);
  }

  private static ResourceClaims claims(RetainSnapshots operation, SnapshotPlan plan, View view) {
    var claims = new Claims(view);
    for (SnapshotPlan.Verdict verdict : plan.verdicts()) {
      boolean goes =
          verdict.fate() == SnapshotPlan.Fate.DROPPED
              && operation.execution() == Execution.CARRY_OUT;
      if (goes) {
        claims.renames(verdict.snapshot().name());
      } else {
        claims.reads(verdict.snapshot().name());
      }
    }
    return claims.build();
  }

  private static SnapshotPlan plan(RetainSnapshots operation, View view, Instant now) {
    Map<UUID, List<String>> publications = new HashMap<>();
    for (Publication publication : view.publications()) {
      Stream.concat(
              publication.sources().values().stream().map(PublishedSource::sourceId),
              publication.pending().stream().flatMap(it -> it.sources().values().stream()))
          .distinct()
          .forEach(source ->
              publications
                  .computeIfAbsent(source, _ -> new ArrayList<>())
                  .add(publication.point().toString()));
    }
    return SnapshotPlan.of(
        view.snapshots(), operation.policy(), publications, operation.sources(), now);
  }

  @Override
  public Completion run(RetainSnapshots operation, OperationContext context) {
    SnapshotPlan plan =
        context.read(view -> {
          SnapshotPlan made = plan(operation, view, context.now());
          requireClaimed(operation, made, view, context.taskId());
          return made;
        });
    for (Snapshot snapshot : plan.dropped()) {
      context.output(
          Marker.REMOVED,
          "snapshot %s dropped, which was made %s"
              .formatted(snapshot.name(), snapshot.createdAt().toString().substring(0, 10)));
    }
    var result =
        new OperationResult.RetainedSnapshots(
            plan.verdicts().stream()
                .map(verdict ->
                    new Verdict(
                        verdict.snapshot().name().value(),
                        verdict.snapshot().createdAt(),
                        verdict.fate(),
                        verdict.holders()))
                .toList());
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(result);
    }
    return transaction -> {
      plan.dropped().forEach(snapshot -> transaction.deleteSnapshot(snapshot.id()));
      return result;
    };
  }

  /// What came of age or got its name after the claims were made may be in somebody's hands.
  private static void requireClaimed(
      RetainSnapshots operation, SnapshotPlan plan, View view, long task) {
    ResourceClaims held = view.findTask(task).orElseThrow().claims();
    if (!held.covers(claims(operation, plan, view))) {
      throw new RepositoryException(
          ErrorCode.CHANGED_MEANWHILE,
          "the snapshots %s changed while this task began; try again"
              .formatted(operation.policy().pattern()));
    }
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
