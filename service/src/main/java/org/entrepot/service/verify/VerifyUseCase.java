package org.entrepot.service.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance.Archive;
import org.entrepot.service.operation.Maintenance.Verify;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.publish.ArchiveCheck;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.PackagePool;

/// Compares catalog, pool and published archives with what they must be. Changes nothing.
///
/// Everybody else goes on, but for clean-ups. So a published archive is looked at between two looks
/// at what is published there: what was found counts only when nothing changed in between;
/// otherwise it is looked at again, and after some tries called unsettled. Asked for by name, an
/// archive is claimed, and stands still.
public final class VerifyUseCase implements UseCase<Verify> {
  private static final int TRIES = 8;
  private static final long PAUSE_MILLIS = 250;
  private static final int PAUSES = 40;

  private final PackagePool pool;
  private final KeptGenerations kept;
  private final ArchiveCheck archives;

  public VerifyUseCase(PackagePool pool, KeptGenerations kept, ArchiveCheck archives) {
    this.pool = pool;
    this.kept = kept;
    this.archives = archives;
  }

  @Override
  public void validate(Verify operation, View view) {}

  @Override
  public ResourceClaims resources(Verify operation, View view) {
    var claims = new Claims(view).usesPackages();
    operation
        .archives()
        .forEach(archive -> claims.readsPublished(archive.storage(), archive.prefix()));
    return claims.build();
  }

  @Override
  public Completion run(Verify operation, OperationContext context) throws IOException {
    var findings = new Findings(context);
    long packages = 0;
    var pooled = new PoolCheck(pool, kept, context, operation.depth(), findings);
    if (operation.archives().isEmpty()) {
      context.stage("Checking the catalog", 0, Progress.Unit.ITEMS);
      context
          .read(view -> view.faults(operation.depth()))
          .forEach(fault -> findings.add(finding(fault)));
      context.checkCancelled();
      PackageSet all = context.read(View::allPackages);
      packages = all.size();
      pooled.run(all);
    }
    List<Archive> places =
        operation.archives().isEmpty()
            ? context.read(ArchiveCheck::archives)
            : operation.archives();
    long published = 0;
    var unsettled = new ArrayList<Archive>();
    for (Archive archive : places) {
      context.checkCancelled();
      Optional<Long> files = examine(operation, context, archive, findings);
      if (files.isEmpty()) {
        unsettled.add(archive);
      } else {
        published += files.get();
      }
    }
    var result =
        new OperationResult.Verified(
            findings.list(),
            findings.more(),
            unsettled,
            pooled.unjudged(),
            packages,
            pooled.files(),
            pooled.bytes(),
            published);
    return Completion.of(result);
  }

  private static Finding finding(CatalogFault fault) {
    return new Finding(Finding.Kind.CATALOG, Optional.empty(), fault.object(), fault.detail());
  }

  /// How many files there must be; empty when the archive did not stand still.
  private Optional<Long> examine(
      Verify operation, OperationContext context, Archive archive, Findings findings)
      throws IOException {
    for (int tried = 0; tried < TRIES; tried++) {
      context.stage("Checking published files of " + archive, 0, Progress.Unit.FILES);
      ArchiveCheck.State before = settled(context, archive);
      var found = new ArrayList<Finding>();
      long files = 0;
      if (!before.busy()) {
        try {
          files =
              archives.examine(
                  context, archive, before.publications(), operation.depth(), found::add);
        } catch (RepositoryException e) {
          if (e.code() != ErrorCode.STORAGE_NOT_FOUND) {
            throw e;
          }
          found.add(
              new Finding(
                  Finding.Kind.CATALOG,
                  Optional.empty(),
                  "archive " + archive,
                  "is published to what the configuration does not name"));
        }
        ArchiveCheck.State after = context.read(view -> ArchiveCheck.state(view, archive));
        if (after.equals(before)) {
          found.forEach(findings::add);
          return Optional.of(files);
        }
      }
    }
    return Optional.empty();
  }

  /// The state of an archive once nobody is at work there, or after ten seconds.
  private static ArchiveCheck.State settled(OperationContext context, Archive archive) {
    for (int pause = 0; ; pause++) {
      context.checkCancelled();
      ArchiveCheck.State state = context.read(view -> ArchiveCheck.state(view, archive));
      if (!state.busy() || pause == PAUSES) {
        return state;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException(
            ErrorCode.CANCELLED, "waiting for a publication was interrupted", e);
      }
    }
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
