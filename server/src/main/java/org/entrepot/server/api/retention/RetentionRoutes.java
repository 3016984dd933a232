package org.entrepot.server.api.retention;

import static org.entrepot.server.api.route.Method.POST;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.retention.PackagePolicy;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.retention.SnapshotPolicy;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.RetainedPackagesShape;
import org.entrepot.server.api.shape.RetainedSnapshotsShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.RepositoryOperation.RetainPackages;
import org.entrepot.service.operation.SnapshotOperation.RetainSnapshots;

/// `/api/retain…`, an addition: a policy is in the query string.
public final class RetentionRoutes {
  private static final QueryParameter KEEP_VERSIONS =
      QueryParameter.number("keepVersions", "newest versions of each name and architecture; 1");
  private static final QueryParameter KEEP =
      QueryParameter.number("keep", "how many of the newest snapshots stay; 1");
  private static final QueryParameter KEEP_DAYS =
      QueryParameter.number("keepDays", "what is younger stays");
  private static final QueryParameter KEEP_PUBLISHED =
      QueryParameter.flag("keepPublished", "what a publication holds stays");
  private static final QueryParameter KEEP_IN_SNAPSHOTS =
      QueryParameter.flag("keepInSnapshots", "what a snapshot holds stays");
  private static final QueryParameter FORCE =
      QueryParameter.flag("force", "drop snapshots too from which others were made that stay");
  private static final QueryParameter DRY_RUN =
      QueryParameter.flag("dry-run", "only tell what would go");

  private final Tasks tasks;

  public RetentionRoutes(Tasks tasks) {
    this.tasks = tasks;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(POST, "/api/retain/repos/{repository}", Scope.WRITE)
            .says("Remove from a local repository what a policy does not keep")
            .query(KEEP_VERSIONS, KEEP_DAYS, KEEP_PUBLISHED, KEEP_IN_SNAPSHOTS, DRY_RUN)
            .asTask()
            .answers(200, RetainedPackagesShape.class)
            .does(NoBody.class, (call, _) -> packages(call)),
        Route.of(POST, "/api/retain/snapshots/{snapshot}", Scope.WRITE)
            .says("Drop the snapshots of a pattern of names that a policy does not keep")
            .query(KEEP, KEEP_DAYS, FORCE, DRY_RUN)
            .asTask()
            .answers(200, RetainedSnapshotsShape.class)
            .does(NoBody.class, (call, _) -> snapshots(call)));
  }

  private Answer packages(Call call) {
    requireOne(call, KEEP_VERSIONS);
    PackagePolicy policy =
        policy(() ->
            new PackagePolicy(
                whole(call, KEEP_VERSIONS, 1),
                whole(call, KEEP_DAYS, 0),
                call.isOn(KEEP_PUBLISHED),
                call.isOn(KEEP_IN_SNAPSHOTS)));
    return tasks.run(
        call,
        new RetainPackages(PathNames.repository(call, "repository"), policy, execution(call)));
  }

  private Answer snapshots(Call call) {
    requireOne(call, KEEP);
    SnapshotPolicy policy =
        policy(() ->
            new SnapshotPolicy(
                new NamePattern(call.path("snapshot")),
                whole(call, KEEP, 1),
                whole(call, KEEP_DAYS, 0)));
    return tasks.run(
        call,
        new RetainSnapshots(
            policy,
            call.isOn(FORCE) ? SnapshotPlan.Sources.DROP : SnapshotPlan.Sources.KEEP,
            execution(call)));
  }

  private static void requireOne(Call call, QueryParameter count) {
    if (call.number(count).isEmpty() && call.number(KEEP_DAYS).isEmpty()) {
      throw RefusedException.badRequest(
          "say what stays: %s, keepDays, or both".formatted(count.name()));
    }
  }

  private static int whole(Call call, QueryParameter parameter, int otherwise) {
    Optional<Long> number = call.number(parameter);
    return (int) Math.min(Integer.MAX_VALUE, number.orElse((long) otherwise));
  }

  private static <T> T policy(Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw RefusedException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Execution execution(Call call) {
    return call.isOn(DRY_RUN) ? Execution.DRY_RUN : Execution.CARRY_OUT;
  }
}
