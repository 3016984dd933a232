package org.entrepot.service.mirror;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.MirrorOperation.SnapshotMirror;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Freezes a mirror as its last update left it.
public final class SnapshotMirrorUseCase implements UseCase<SnapshotMirror> {
  @Override
  public void validate(SnapshotMirror operation, View view) {
    Mirror mirror = Objects.requireMirror(view, operation.mirror());
    Objects.requireFree(view, operation.name());
    RunningUpdate.requireNone(view, mirror);
    if (!mirror.isDownloaded()) {
      throw new RepositoryException(
          ErrorCode.NEVER_DOWNLOADED,
          "mirror %s: mirror not updated; update it first with: entrepot mirror update %s"
              .formatted(mirror.name(), mirror.name()));
    }
  }

  @Override
  public ResourceClaims resources(SnapshotMirror operation, View view) {
    return new Claims(view).renames(operation.name()).reads(operation.mirror()).build();
  }

  @Override
  public Completion run(SnapshotMirror operation, OperationContext context) {
    var id = UUID.randomUUID();
    Instant now = context.now();
    return transaction -> {
      validate(operation, transaction);
      Mirror mirror = Objects.requireMirror(transaction, operation.mirror());
      SnapshotOrigin origin = SnapshotOrigin.ofMirror(mirror.id(), mirror.displayName());
      Map<String, String> meta = mirror.state().meta();
      var snapshot =
          new Snapshot(
              id,
              operation.name(),
              now,
              origin.kind(),
              origin.sourceIds(),
              operation.description().orElse(origin.description()),
              meta.getOrDefault("Origin", ""),
              meta.getOrDefault("NotAutomatic", ""),
              meta.getOrDefault("ButAutomaticUpgrades", ""),
              mirror.state().packages(),
              mirror.state().packageCount(),
              mirror.state().files());
      transaction.insertSnapshot(snapshot);
      return OperationResult.SnapshotState.of(transaction, snapshot);
    };
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
