package org.entrepot.service.repository;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.WorkingSet;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.NoMatch;
import org.entrepot.service.operation.RepositoryOperation.Transfer;
import org.entrepot.service.operation.RepositoryOperation.TransferPackages;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Copies or moves packages between two repositories, all of them or (at the first conflict) none.
public final class TransferPackagesUseCase implements UseCase<TransferPackages> {
  @Override
  public void validate(TransferPackages operation, View view) {
    Objects.requireRepository(view, operation.destination());
    Objects.requireRepository(view, operation.source());
    if (operation.source().equals(operation.destination())) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "source and destination are the same local repo");
    }
    PackageSearch.parse(operation.queries());
  }

  @Override
  public ResourceClaims resources(TransferPackages operation, View view) {
    var claims = new Claims(view).changes(operation.destination()).usesPackages();
    return operation.transfer() == Transfer.COPY
        ? claims.reads(operation.source()).build()
        : claims.changes(operation.source()).build();
  }

  private record Decided(
      Repository source,
      Repository destination,
      PackageSet sourceAfter,
      PackageSet destinationAfter,
      List<StoredPackage> packages,
      List<String> steps) {}

  @Override
  public Completion run(TransferPackages operation, OperationContext context) {
    PackageQuery query = PackageSearch.parse(operation.queries());
    Decided decided =
        context.read(view -> {
          validate(operation, view);
          return decide(operation, query, view);
        });
    boolean move = operation.transfer() == Transfer.MOVE;
    List<String> names = PackageSearch.names(decided.packages());
    decided.steps().forEach(step -> context.output(Marker.INFO, step));
    names.forEach(name -> context.output(Marker.COPIED, name + (move ? " moved" : " copied")));
    var result = new OperationResult.Changed(names);
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(result);
    }
    return transaction -> {
      transaction.putSet(decided.destinationAfter());
      transaction.updateRepository(
          decided.destination(), decided.destination().withPackages(decided.destinationAfter()));
      if (move) {
        transaction.putSet(decided.sourceAfter());
        transaction.updateRepository(
            decided.source(), decided.source().withPackages(decided.sourceAfter()));
      }
      return result;
    };
  }

  private static Decided decide(TransferPackages operation, PackageQuery query, View view) {
    Repository source = Objects.requireRepository(view, operation.source());
    Repository destination = Objects.requireRepository(view, operation.destination());
    PackageSet from = view.set(source.packages());
    PackageSet to = view.set(destination.packages());
    var steps = new ArrayList<String>();
    List<StoredPackage> packages =
        PackageSearch.find(view, from, query, operation.dependencies(), to, to, steps::add);
    if (packages.isEmpty() && operation.noMatch() == NoMatch.FAIL) {
      throw new RepositoryException(
          ErrorCode.NOTHING_FOUND,
          "no package found for filter: '%s'".formatted(String.join(" ", operation.queries())));
    }
    var working = new WorkingSet(to, reader -> reader.apply(view));
    working.addAll(packages, destination.name());
    return new Decided(
        source,
        destination,
        from.minus(PackageSearch.ids(packages)),
        working.packages(),
        packages,
        steps);
  }
}
