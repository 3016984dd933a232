package org.entrepot.service.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance.Repair;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.Repaired.Attempt;
import org.entrepot.service.publish.ArchiveRepair;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.PackagePool;

/// Mends findings, the pool first, then what is published from it. Publications concerned are
/// claimed, everything else goes on. Each finding is looked at again, so an old list does no harm,
/// and a repair that was killed is done by the next one.
public final class RepairUseCase implements UseCase<Repair> {
  private final PoolRepair pool;
  private final ArchiveRepair archives;

  RepairUseCase(PoolRepair pool, ArchiveRepair archives) {
    this.pool = pool;
    this.archives = archives;
  }

  /// The use case with its helpers.
  ///
  /// @param mirrors where downloads of mirrors are
  /// @param quarantine where damaged files go
  public static RepairUseCase of(
      PackagePool pool,
      KeptGenerations kept,
      ArchiveRepair archives,
      Path mirrors,
      Path quarantine) {
    return new RepairUseCase(new PoolRepair(pool, kept, archives, mirrors, quarantine), archives);
  }

  @Override
  public void validate(Repair operation, View view) {}

  @Override
  public ResourceClaims resources(Repair operation, View view) {
    var claims = new Claims(view).usesPackages();
    operation.findings().stream()
        .flatMap(finding -> finding.point().stream())
        .distinct()
        .forEach(claims::publishes);
    return claims.build();
  }

  @Override
  public Completion run(Repair operation, OperationContext context) throws IOException {
    context.stage("Repairing", operation.findings().size(), Progress.Unit.ITEMS);
    var attempts = new ArrayList<Attempt>();
    Map<PublicationPoint, List<Finding>> published = new LinkedHashMap<>();
    for (Finding finding : operation.findings()) {
      context.checkCancelled();
      switch (finding.kind()) {
        case POOL_MISSING, POOL_DAMAGED -> tell(context, attempts, poolFile(context, finding));
        case PUBLISHED_MISSING, PUBLISHED_DAMAGED ->
            finding
                .point()
                .ifPresent(
                    point -> published.computeIfAbsent(point, _ -> new ArrayList<>()).add(finding));
        case POOL_ORPHAN, PUBLISHED_ORPHAN ->
            tell(context, attempts, left(finding, "db cleanup removes it"));
        case RELEASE_WRONG ->
            tell(
                context,
                attempts,
                left(finding, "publish update writes and signs another Release file"));
        case CATALOG ->
            tell(
                context,
                attempts,
                left(
                    finding,
                    "db recover takes from local repositories what is gone; everything else comes"
                        + " back from a backup only"));
      }
    }
    for (var each : published.entrySet()) {
      context.checkCancelled();
      for (Attempt attempt : archives.repair(context, each.getKey(), each.getValue())) {
        tell(context, attempts, attempt);
      }
    }
    return Completion.of(new OperationResult.Repaired(attempts));
  }

  private Attempt poolFile(OperationContext context, Finding finding) {
    try {
      return pool.repair(context, finding);
    } catch (IOException e) {
      return left(finding, "failed: " + e.getMessage());
    }
  }

  private static Attempt left(Finding finding, String detail) {
    return new Attempt(finding, false, detail);
  }

  private static void tell(OperationContext context, List<Attempt> attempts, Attempt attempt) {
    attempts.add(attempt);
    context.advance(1, attempt.finding().path());
    context.output(
        attempt.mended() ? Marker.ADDED : Marker.WARNING,
        attempt.finding().path() + ": " + attempt.detail());
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
