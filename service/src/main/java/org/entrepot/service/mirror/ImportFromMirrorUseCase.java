package org.entrepot.service.mirror;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.WorkingSet;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.MirrorOperation.ImportFromMirror;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Adds packages of a mirror to a repository, all of them or (at the first conflict) none.
public final class ImportFromMirrorUseCase implements UseCase<ImportFromMirror> {
  @Override
  public void validate(ImportFromMirror operation, View view) {
    Objects.requireRepository(view, operation.destination());
    Mirror mirror = Objects.requireMirror(view, operation.mirror());
    if (!mirror.isDownloaded()) {
      throw new RepositoryException(
          ErrorCode.NEVER_DOWNLOADED,
          "mirror %s: mirror not updated; update it first with: entrepot mirror update %s"
              .formatted(mirror.name(), mirror.name()));
    }
    PackageSearch.parse(operation.queries());
  }

  @Override
  public ResourceClaims resources(ImportFromMirror operation, View view) {
    return new Claims(view)
        .changes(operation.destination())
        .reads(operation.mirror())
        .usesPackages()
        .build();
  }

  private record Decided(
      Repository destination, PackageSet after, List<String> names, List<String> steps) {}

  @Override
  public Completion run(ImportFromMirror operation, OperationContext context) {
    Decided decided =
        context.read(view -> {
          validate(operation, view);
          return decide(operation, view);
        });
    decided.steps().forEach(step -> context.output(Marker.INFO, step));
    decided.names().forEach(name -> context.output(Marker.COPIED, name + " imported"));
    var result = new OperationResult.Changed(decided.names());
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(result);
    }
    return transaction -> {
      transaction.putSet(decided.after());
      transaction.updateRepository(
          decided.destination(), decided.destination().withPackages(decided.after()));
      return result;
    };
  }

  private static Decided decide(ImportFromMirror operation, View view) {
    Repository destination = Objects.requireRepository(view, operation.destination());
    Mirror mirror = Objects.requireMirror(view, operation.mirror());
    PackageSet to = view.set(destination.packages());
    var steps = new ArrayList<String>();
    List<StoredPackage> packages =
        PackageSearch.find(
            view,
            view.set(mirror.state().packages()),
            PackageSearch.parse(operation.queries()),
            operation.dependencies(),
            to,
            to,
            steps::add);
    var working = new WorkingSet(to, reader -> reader.apply(view));
    working.addAll(packages, destination.name());
    return new Decided(destination, working.packages(), PackageSearch.names(packages), steps);
  }
}
