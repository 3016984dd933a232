package org.entrepot.service.repository;

import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.importing.WorkingSet;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.ChangeMembers;
import org.entrepot.service.search.PackageKeys;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Adds or removes stored packages by their keys: all of them, or (at the first that is unknown or
/// conflicts) none. A package to remove that the repository does not hold does not matter.
public final class ChangeMembersUseCase implements UseCase<ChangeMembers> {
  @Override
  public void validate(ChangeMembers operation, View view) {
    Objects.requireRepository(view, operation.name());
  }

  @Override
  public ResourceClaims resources(ChangeMembers operation, View view) {
    return new Claims(view).changes(operation.name()).usesPackages().build();
  }

  private record Decided(Repository before, PackageSet after, List<String> names) {}

  @Override
  public Completion run(ChangeMembers operation, OperationContext context) {
    Decided decided =
        context.read(view -> {
          Repository before = Objects.requireRepository(view, operation.name());
          PackageSet present = view.set(before.packages());
          return switch (operation.membership()) {
            case ADD -> added(before, present, operation.keys(), view);
            case REMOVE -> removed(before, present, operation.keys(), view);
          };
        });
    switch (operation.membership()) {
      case ADD -> decided.names().forEach(name -> context.output(Marker.ADDED, name + " added"));
      case REMOVE ->
          decided.names().forEach(name -> context.output(Marker.REMOVED, name + " removed"));
    }
    Repository after = decided.before().withPackages(decided.after());
    return transaction -> {
      transaction.putSet(decided.after());
      transaction.updateRepository(decided.before(), after);
      return OperationResult.RepositoryState.of(after);
    };
  }

  private static Decided added(
      Repository before, PackageSet present, List<String> keys, View view) {
    List<StoredPackage> wanted = PackageKeys.require(view, keys, present);
    var working = new WorkingSet(present, reader -> reader.apply(view));
    working.addAll(wanted, before.name());
    List<String> names = wanted.stream().map(each -> each.value().displayName()).toList();
    return new Decided(before, working.packages(), names);
  }

  private static Decided removed(
      Repository before, PackageSet present, List<String> keys, View view) {
    List<StoredPackage> gone =
        keys.stream()
            .flatMap(key -> PackageKeys.rows(view, key).stream())
            .filter(row -> present.contains(row.id()))
            .toList();
    List<String> names = gone.stream().map(each -> each.value().displayName()).distinct().toList();
    PackageSet ids = PackageSet.of(gone.stream().mapToInt(StoredPackage::id));
    return new Decided(before, present.minus(ids), names);
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
