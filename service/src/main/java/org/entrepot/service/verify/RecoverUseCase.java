package org.entrepot.service.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.operation.Maintenance.Recover;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.publish.IntentRecovery;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.PackagePool;

/// Does at once what the next commands would do after a crash, and takes from local repositories
/// the packages that are not there any more, telling each repository. Nothing else is changed:
/// snapshots never change, and what is damaged comes back from a backup.
public final class RecoverUseCase implements UseCase<Recover> {
  private final IntentRecovery recovery;
  private final PackagePool pool;

  public RecoverUseCase(IntentRecovery recovery, PackagePool pool) {
    this.recovery = recovery;
    this.pool = pool;
  }

  @Override
  public void validate(Recover operation, View view) {}

  @Override
  public ResourceClaims resources(Recover operation, View view) {
    return new Claims(view).everything().build();
  }

  private record Mended(Repository before, Repository after, PackageSet packages, String told) {}

  @Override
  public Completion run(Recover operation, OperationContext context) throws IOException {
    var done = new ArrayList<String>();
    int intents = context.read(View::intents).size();
    recovery.settleAll(context);
    if (intents > 0) {
      done.add("%d publications that were cut short have been settled".formatted(intents));
    }
    int swept = pool.sweep();
    if (swept > 0) {
      done.add("%d unfinished files have been removed from the pool".formatted(swept));
    }
    List<Mended> mended = context.read(RecoverUseCase::mended);
    mended.forEach(each -> done.add(each.told()));
    List<String> repositories =
        mended.stream().map(each -> "local repo " + each.before().name()).toList();
    List<String> left =
        context.read(view -> view.faults(CheckDepth.QUICK)).stream()
            .filter(fault -> !isMended(fault, repositories))
            .map(fault -> fault.object() + " " + fault.detail())
            .toList();
    return transaction -> {
      for (Mended each : mended) {
        transaction.putSet(each.packages());
        transaction.updateRepository(each.before(), each.after());
      }
      return new OperationResult.Recovered(done, left);
    };
  }

  private static boolean isMended(CatalogFault fault, List<String> repositories) {
    return repositories.contains(fault.object())
        && (fault.kind() == CatalogFault.Kind.MEMBERS || fault.kind() == CatalogFault.Kind.COUNT);
  }

  private static List<Mended> mended(View view) {
    PackageSet all = view.allPackages();
    var mended = new ArrayList<Mended>();
    for (Repository repository : view.repositories()) {
      PackageSet members;
      try {
        members = view.set(repository.packages());
      } catch (CatalogException _) {
        continue; // told as a fault that is left
      }
      PackageSet present = members.intersect(all);
      if (!present.equals(members) || repository.packageCount() != members.size()) {
        mended.add(
            new Mended(
                repository,
                repository.withPackages(present),
                present,
                "local repo %s: %d references to packages that are not there have been removed, %d"
                        .formatted(
                            repository.name(), members.size() - present.size(), present.size())
                    + " packages stay"));
      }
    }
    return mended;
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
