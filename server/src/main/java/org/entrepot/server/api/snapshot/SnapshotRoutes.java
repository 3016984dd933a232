package org.entrepot.server.api.snapshot;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.server.api.packages.PackageList;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Paging;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.SnapshotShape;
import org.entrepot.server.api.snapshot.SnapshotBodies.Create;
import org.entrepot.server.api.snapshot.SnapshotBodies.Edit;
import org.entrepot.server.api.snapshot.SnapshotBodies.OfRepository;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.service.operation.SnapshotOperation.EditSnapshot;

/// `/api/snapshots…`, and snapshots of repositories (spec rest-api 9).
public final class SnapshotRoutes {
  private static final QueryParameter SORT =
      QueryParameter.text("sort", "\"name\" (the default) or \"time\"");
  private static final QueryParameter FORCE =
      QueryParameter.flag("force", "also when other snapshots were made from it");

  private final Entrepot store;
  private final Tasks tasks;
  private final PackageList packages;

  public SnapshotRoutes(Entrepot store, Tasks tasks, PackageList packages) {
    this.store = store;
    this.tasks = tasks;
    this.packages = packages;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/snapshots", Scope.READ)
            .says("List snapshots")
            .query(SORT)
            .query(Paging.PARAMETERS)
            .answers(200, SnapshotShape.Listed[].class)
            .does(this::list),
        Route.of(POST, "/api/snapshots", Scope.WRITE)
            .says("Create a snapshot of other snapshots and stored packages")
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(Create.class, this::create),
        Route.of(POST, "/api/repos/{repository}/snapshots", Scope.WRITE)
            .says("Create a snapshot of a local repository")
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(OfRepository.class, this::createOfRepository),
        Route.of(GET, "/api/snapshots/{snapshot}", Scope.READ)
            .says("Show a snapshot")
            .answers(200, SnapshotShape.class)
            .does(call ->
                Answer.ok(
                    store.view(view -> SnapshotShape.of(view, require(view, call, "snapshot"))))),
        Route.of(PUT, "/api/snapshots/{snapshot}", Scope.WRITE)
            .says("Change name or description of a snapshot")
            .asTask()
            .answers(200, SnapshotShape.class)
            .does(
                Edit.class,
                (call, body) ->
                    tasks.run(
                        call,
                        new EditSnapshot(
                            name(call, "snapshot"),
                            body.name().map(SnapshotName::new),
                            body.description()))),
        Route.of(DELETE, "/api/snapshots/{snapshot}", Scope.WRITE)
            .says("Drop a snapshot")
            .query(FORCE)
            .asTask()
            .does(call ->
                tasks.run(
                    call,
                    new DropSnapshot(
                        name(call, "snapshot"),
                        call.isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED))),
        Route.of(GET, "/api/snapshots/{snapshot}/packages", Scope.READ)
            .says("List the packages of a snapshot")
            .query(PackageList.PARAMETERS)
            .answers(200, String[].class)
            .does(call ->
                packages.answer(
                    call, view -> view.set(require(view, call, "snapshot").packages()))));
  }

  private static SnapshotName name(Call call, String variable) {
    return PathNames.snapshot(call, variable);
  }

  private static Snapshot require(View view, Call call, String variable) {
    return Objects.requireSnapshot(view, name(call, variable));
  }

  private Answer list(Call call) {
    Paging page = Paging.of(call);
    Optional<Comparator<Snapshot>> order =
        switch (call.text(SORT)) {
          case "", "name", "Name" -> Optional.empty(); // as they come
          case "time", "Time" -> Optional.of(Comparator.comparing(Snapshot::createdAt));
          default ->
              throw new RefusedException(
                  500, "sort=%s: sort by name or time".formatted(call.text(SORT)));
        };
    return store.view(view -> {
      List<Snapshot> snapshots = view.snapshots();
      return page.answer(
          order.map(by -> snapshots.stream().sorted(by).toList()).orElse(snapshots),
          snapshot -> snapshot.name().value(),
          snapshot -> SnapshotShape.Listed.of(view, snapshot));
    });
  }

  private Answer create(Call call, Create body) {
    return tasks.run(
        call,
        new CreateSnapshot(
            new SnapshotName(body.name()),
            Optional.empty(),
            body.sourceSnapshots().stream().map(PathNames::snapshot).toList(),
            body.packageRefs(),
            described(body.description())));
  }

  private Answer createOfRepository(Call call, OfRepository body) {
    return tasks.run(
        call,
        new CreateSnapshot(
            new SnapshotName(body.name()),
            Optional.of(PathNames.repository(call, "repository")),
            described(body.description())));
  }

  private static Optional<String> described(String text) {
    return Optional.of(text).filter(given -> !given.isEmpty());
  }
}
