package org.entrepot.service.repository;

import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.RemovePackages;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Removes packages from a repository; their files stay in the pool until a clean-up finds them
/// unreferenced.
public final class RemovePackagesUseCase implements UseCase<RemovePackages> {
  @Override
  public void validate(RemovePackages operation, View view) {
    Objects.requireRepository(view, operation.name());
    PackageSearch.parse(operation.queries());
  }

  @Override
  public ResourceClaims resources(RemovePackages operation, View view) {
    return new Claims(view).changes(operation.name()).usesPackages().build();
  }

  @Override
  public Completion run(RemovePackages operation, OperationContext context) {
    PackageQuery query = PackageSearch.parse(operation.queries());
    record Decided(Repository before, PackageSet after, List<StoredPackage> removed) {}
    Decided decided =
        context.read(view -> {
          Repository before = Objects.requireRepository(view, operation.name());
          PackageSet set = view.set(before.packages());
          List<StoredPackage> removed = PackageSearch.find(view, set, query);
          return new Decided(before, set.minus(PackageSearch.ids(removed)), removed);
        });
    List<String> names = PackageSearch.names(decided.removed());
    names.forEach(name -> context.output(Marker.REMOVED, name + " removed"));
    var result = new OperationResult.Changed(names);
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(result);
    }
    return transaction -> {
      transaction.putSet(decided.after());
      transaction.updateRepository(
          decided.before(), decided.before().withPackages(decided.after()));
      return result;
    };
  }
}
