package org.entrepot.service.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.retention.PackagePlan;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult.RetainedPackages;
import org.entrepot.service.operation.RepositoryOperation.RetainPackages;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Removes from a repository what a policy does not keep. The repository is claimed, so what is
/// added meanwhile comes before (and is judged) or after (and stays). A dry run is the same without
/// the last step. Files stay in the pool until a clean-up finds them unreferenced.
public final class RetainPackagesUseCase implements UseCase<RetainPackages> {
  @Override
  public void validate(RetainPackages operation, View view) {
    Objects.requireRepository(view, operation.name());
  }

  @Override
  public ResourceClaims resources(RetainPackages operation, View view) {
    var claims = new Claims(view).usesPackages();
    return operation.execution() == Execution.DRY_RUN
        ? claims.reads(operation.name()).build()
        : claims.changes(operation.name()).build();
  }

  private record Decided(
      Repository before, PackageSet after, List<Instant> useless, RetainedPackages result) {}

  @Override
  public Completion run(RetainPackages operation, OperationContext context) {
    Decided decided = context.read(view -> decide(operation, view, context.now()));
    for (RetainedPackages.Removed each : decided.result().removed()) {
      context.output(
          Marker.REMOVED,
          "%s removed%s"
              .formatted(
                  each.name(), each.addedAt().map(at -> ", which came " + day(at)).orElse("")));
    }
    if (operation.execution() == Execution.DRY_RUN) {
      return Completion.of(decided.result());
    }
    return transaction -> {
      transaction.putSet(decided.after());
      transaction.updateRepository(
          decided.before(), decided.before().withPackages(decided.after()));
      transaction.deleteArrivals(decided.before().id(), decided.useless());
      return decided.result();
    };
  }

  private static String day(Instant at) {
    return at.toString().substring(0, 10);
  }

  private static Decided decide(RetainPackages operation, View view, Instant now) {
    Repository before = Objects.requireRepository(view, operation.name());
    PackageSet members = view.set(before.packages());
    var arrivals = new Arrivals(view.arrivals(before.id()));
    var policy = operation.policy();
    var facts =
        new PackagePlan.Facts(
            policy.keepDays() == 0
                ? PackageSet.empty()
                : arrivals.since(now.minus(policy.age()), members),
            policy.keepPublished() ? published(view) : PackageSet.empty(),
            policy.keepInSnapshots() ? inSnapshots(view) : PackageSet.empty());
    PackagePlan plan = PackagePlan.of(members, policy, facts, view);
    PackageSet after = members.minus(plan.removed());
    Map<Integer, Instant> times = arrivals.of(plan.removed());
    List<RetainedPackages.Removed> removed =
        StoredKey.inIndexOrder(view.keys(plan.removed())).stream()
            .map(stored ->
                new RetainedPackages.Removed(
                    stored.displayName(),
                    stored.key().full(),
                    Optional.ofNullable(times.get(stored.id()))))
            .toList();
    return new Decided(
        before,
        after,
        arrivals.uselessFor(after),
        new RetainedPackages(
            before.name(),
            removed,
            after.size(),
            plan.newest().size(),
            plan.recent().size(),
            plan.published().size(),
            plan.inSnapshots().size()));
  }

  private static PackageSet published(View view) {
    PackageSet all = PackageSet.empty();
    for (Publication publication : view.publications()) {
      for (PublishedSource source : publication.sources().values()) {
        all = all.union(view.set(source.packages()));
      }
    }
    return all;
  }

  private static PackageSet inSnapshots(View view) {
    PackageSet all = PackageSet.empty();
    for (Snapshot snapshot : view.snapshots()) {
      all = all.union(view.set(snapshot.packages()));
    }
    return all;
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
