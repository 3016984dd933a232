package org.entrepot.server.api.snapshot;

import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.domain.snapshot.MergeRule;
import org.entrepot.domain.snapshot.PullPlan.Matches;
import org.entrepot.domain.snapshot.PullPlan.OldVersions;
import org.entrepot.domain.snapshot.SnapshotDiff;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.DifferenceShape;
import org.entrepot.server.api.shape.SnapshotShape;
import org.entrepot.server.api.snapshot.SnapshotBodies.Filter;
import org.entrepot.server.api.snapshot.SnapshotBodies.Merge;
import org.entrepot.server.api.snapshot.SnapshotBodies.Pull;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.PackageSource;
import org.entrepot.service.operation.SnapshotOperation.FilterSnapshot;
import org.entrepot.service.operation.SnapshotOperation.MergeSnapshots;
import org.entrepot.service.operation.SnapshotOperation.PullPackages;
import org.entrepot.service.search.DependencyCheck;
import org.entrepot.service.search.DependencyCheck.BuildDependencies;
import org.entrepot.service.search.SourceSets;

/// Merging, pulling, filtering, verifying and comparing (spec rest-api 9; filter and verify are
/// additions).
public final class SnapshotAlgebraRoutes {
  private static final QueryParameter ONLY_MATCHING =
      QueryParameter.flag("onlyMatching", "only packages that both have");
  private static final QueryParameter LATEST =
      QueryParameter.flag("latest", "keep the highest version of each name and architecture");
  private static final QueryParameter NO_REMOVE =
      QueryParameter.flag("no-remove", "keep all versions");
  private static final QueryParameter ALL_MATCHES =
      QueryParameter.flag("all-matches", "pull every version that matches");
  private static final QueryParameter NO_DEPS =
      QueryParameter.flag("no-deps", "do not pull dependencies");
  private static final QueryParameter DRY_RUN =
      QueryParameter.flag("dry-run", "only tell what would be done");
  private static final QueryParameter WITH =
      QueryParameter.text("with", "further snapshots, separated by commas");
  private static final QueryParameter ARCHITECTURES =
      QueryParameter.text("architectures", "separated by commas, instead of the configured ones");
  private static final QueryParameter BUILD_DEPENDENCIES =
      QueryParameter.flag("buildDeps", "check what sources need to be built, too");

  private final Entrepot store;
  private final Tasks tasks;
  private final Dependencies dependencies;

  /// `dependencies` says what following them means in this installation.
  public SnapshotAlgebraRoutes(Entrepot store, Tasks tasks, Dependencies dependencies) {
    this.store = store;
    this.tasks = tasks;
    this.dependencies = dependencies;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/snapshots/{snapshot}/diff/{other}", Scope.READ)
            .says("Compare two snapshots")
            .query(ONLY_MATCHING)
            .answers(200, DifferenceShape[].class)
            .does(call ->
                diff(call, "snapshot", (c, v) -> PackageSource.of(PathNames.snapshot(c, v)))),
        Route.of(GET, "/api/repos/{repository}/diff/{other}", Scope.READ)
            .says("Compare two local repositories")
            .query(ONLY_MATCHING)
            .answers(200, DifferenceShape[].class)
            .does(call ->
                diff(call, "repository", (c, v) -> PackageSource.of(PathNames.repository(c, v)))),
        Route.of(POST, "/api/snapshots/{snapshot}/merge", Scope.WRITE)
            .says("Merge snapshots into a new one")
            .query(LATEST, NO_REMOVE)
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(Merge.class, this::merge),
        Route.of(POST, "/api/snapshots/{snapshot}/pull", Scope.WRITE)
            .says("Pull packages of another snapshot into this one, as a new snapshot")
            .query(ALL_MATCHES, DRY_RUN, NO_DEPS, NO_REMOVE)
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(Pull.class, this::pull),
        Route.of(POST, "/api/snapshots/{snapshot}/filter", Scope.WRITE)
            .says("Make a snapshot of some packages of this one")
            .query(DRY_RUN)
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(Filter.class, this::filter),
        Route.of(GET, "/api/snapshots/{snapshot}/verify", Scope.READ)
            .says("Tell which dependencies of a snapshot nothing satisfies")
            .query(WITH, ARCHITECTURES, BUILD_DEPENDENCIES)
            .answers(200, MissingShape[].class)
            .does(this::verify));
  }

  private Answer diff(Call call, String left, BiFunction<Call, String, PackageSource> source) {
    List<Difference> differences =
        store.view(view ->
            SnapshotDiff.of(
                SourceSets.require(view, source.apply(call, left)),
                SourceSets.require(view, source.apply(call, "other")),
                view));
    boolean matching = call.isOn(ONLY_MATCHING);
    return Answer.ok(
        differences.stream()
            .filter(difference -> !matching || difference.isInBoth())
            .map(DifferenceShape::of)
            .toList());
  }

  private Answer merge(Call call, Merge body) {
    if (body.sources().isEmpty()) {
      throw RefusedException.badRequest("minimum one source snapshot is required");
    }
    if (call.isOn(LATEST) && call.isOn(NO_REMOVE)) {
      throw RefusedException.badRequest("no-remove and latest are mutually exclusive");
    }
    MergeRule rule =
        call.isOn(LATEST)
            ? MergeRule.NEWEST
            : call.isOn(NO_REMOVE) ? MergeRule.KEEP_ALL : MergeRule.REPLACE;
    return tasks.run(
        call,
        new MergeSnapshots(
            new SnapshotName(call.path("snapshot")),
            body.sources().stream().map(PathNames::snapshot).toList(),
            rule));
  }

  private Answer pull(Call call, Pull body) {
    return tasks.run(
        call,
        new PullPackages(
            new SnapshotName(body.destination()),
            PathNames.snapshot(call, "snapshot"),
            PathNames.snapshot(body.source()),
            body.queries(),
            String.join(", ", body.queries()),
            dependencies.following(!call.isOn(NO_DEPS), dependencies.architectures()),
            body.architectures(),
            call.isOn(NO_REMOVE) ? OldVersions.KEEP : OldVersions.REMOVE,
            call.isOn(ALL_MATCHES) ? Matches.ALL : Matches.FIRST,
            execution(call)));
  }

  private Answer filter(Call call, Filter body) {
    return tasks.run(
        call,
        new FilterSnapshot(
            new SnapshotName(body.destination()),
            PathNames.snapshot(call, "snapshot"),
            body.queries(),
            String.join(", ", body.queries()),
            dependencies.following(
                body.withDeps(),
                body.architectures().isEmpty()
                    ? dependencies.architectures()
                    : body.architectures()),
            execution(call)));
  }

  private static Execution execution(Call call) {
    return call.isOn(DRY_RUN) ? Execution.DRY_RUN : Execution.CARRY_OUT;
  }

  private Answer verify(Call call) {
    List<String> asked = words(call.text(ARCHITECTURES));
    var names = new ArrayList<SnapshotName>();
    words(call.text(WITH)).forEach(name -> names.add(PathNames.snapshot(name)));
    DependencyCheck.Report report =
        store.view(view -> {
          PackageSet others = PackageSet.empty();
          for (SnapshotName name : names) {
            others = others.union(set(view, name));
          }
          return DependencyCheck.of(
              view,
              set(view, PathNames.snapshot(call, "snapshot")),
              others,
              dependencies.following(true, asked.isEmpty() ? dependencies.architectures() : asked),
              call.isOn(BUILD_DEPENDENCIES) ? BuildDependencies.CHECK : BuildDependencies.IGNORE);
        });
    return Answer.ok(report.missing().stream().map(MissingShape::of).toList());
  }

  private static PackageSet set(View view, SnapshotName name) {
    return SourceSets.require(view, PackageSource.of(name));
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
