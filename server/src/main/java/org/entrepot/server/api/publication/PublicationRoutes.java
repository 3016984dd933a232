package org.entrepot.server.api.publication;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.util.Comparator;
import java.util.List;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.publication.Publication;
import org.entrepot.server.api.packages.PackageList;
import org.entrepot.server.api.publication.PublicationBodies.Create;
import org.entrepot.server.api.publication.PublicationBodies.GuessedSource;
import org.entrepot.server.api.publication.PublicationBodies.Update;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Paging;
import org.entrepot.server.api.route.PublicationPath;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.PublicationShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationState;
import org.entrepot.service.publish.PublicationPlan;
import org.entrepot.service.publish.SourceObjects;
import org.entrepot.service.search.PublishedPackages;

/// `/api/publish…` without the pending sources (spec rest-api 11).
public final class PublicationRoutes {
  private static final QueryParameter FORCE =
      QueryParameter.flag("force", "also when files cannot be removed");
  private static final QueryParameter SKIP_CLEANUP =
      QueryParameter.flag("SkipCleanup", "keep package files of shared components");

  private static final QueryParameter DRY_RUN =
      QueryParameter.flag("dry-run", "only tell which packages would come, go or change");

  private final Entrepot store;
  private final Tasks tasks;
  private final PackageList packages;

  public PublicationRoutes(Entrepot store, Tasks tasks, PackageList packages) {
    this.packages = packages;
    this.store = store;
    this.tasks = tasks;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/publish", Scope.READ)
            .says("List publications")
            .query(Paging.PARAMETERS)
            .answers(200, PublicationShape[].class)
            .does(this::list),
        Route.of(POST, "/api/publish", Scope.WRITE)
            .says("Publish repositories or snapshots at the root of the default storage")
            .asTask()
            .answers(201, PublicationShape.class)
            .does(Create.class, (call, body) -> publish(call, ".", body)),
        Route.of(POST, "/api/publish/{prefix}", Scope.WRITE)
            .says("Publish repositories or snapshots below a prefix")
            .asTask()
            .answers(201, PublicationShape.class)
            .does(
                Create.class,
                (call, body) -> publish(call, PublicationPath.location(call.path("prefix")), body)),
        Route.of(GET, "/api/publish/{prefix}/{distribution}", Scope.READ)
            .says("Show a publication")
            .answers(200, PublicationShape.class)
            .does(this::show),
        Route.of(GET, "/api/publish/{prefix}/{distribution}/packages", Scope.READ)
            .says("List the packages that apt clients see in a publication")
            .query(PackageList.PARAMETERS)
            .answers(200, String[].class)
            .does(this::packages),
        Route.of(PUT, "/api/publish/{prefix}/{distribution}", Scope.WRITE)
            .says("Publish again, repositories as they are, or other snapshots")
            .query(DRY_RUN)
            .asTask()
            .answers(200, PublicationShape.class)
            .does(Update.class, (call, body) -> update(call, body.snapshots(), body)),
        Route.of(POST, "/api/publish/{prefix}/{distribution}/update", Scope.WRITE)
            .says("Publish again, repositories as they are, or the pending sources")
            .query(DRY_RUN)
            .asTask()
            .answers(200, PublicationShape.class)
            .does(Update.class, (call, body) -> update(call, List.of(), body)),
        Route.of(DELETE, "/api/publish/{prefix}/{distribution}", Scope.WRITE)
            .says("Drop a publication")
            .query(FORCE, SKIP_CLEANUP)
            .asTask()
            .does(this::drop));
  }

  private Answer list(Call call) {
    record Named(String name, PublicationState state) {}
    List<Named> found =
        store.view(view ->
            view.publications().stream()
                .sorted(Comparator.comparing(Publication::point))
                .map(each -> new Named(each.point().toString(), SourceObjects.state(view, each)))
                .toList());
    return Paging.of(call).answer(found, Named::name, each -> PublicationShape.of(each.state()));
  }

  private Answer show(Call call) {
    var point = PublicationRequests.point(call);
    return Answer.ok(
        store.view(view ->
            PublicationShape.of(
                SourceObjects.state(view, Objects.requirePublication(view, point)))));
  }

  private Answer packages(Call call) {
    var point = PublicationRequests.point(call);
    return packages.answer(
        call, view -> PublishedPackages.of(view, Objects.requirePublication(view, point)));
  }

  private Answer publish(Call call, String location, Create body) {
    SigningRequest signing = SigningRequest.of(body.signing());
    return tasks.run(
        call, PublicationRequests.publish(location, body, signing.signing()), signing.secrets());
  }

  private Answer update(Call call, List<GuessedSource> snapshots, Update body) {
    SigningRequest signing = SigningRequest.of(body.signing());
    PublicationOperation.Update operation =
        PublicationRequests.update(
            PublicationRequests.point(call), snapshots, body, signing.signing());
    if (call.isOn(DRY_RUN)) {
      tasks.check(call, operation);
      return Answer.ok(PlanShape.of(store.view(view -> PublicationPlan.of(view, operation))));
    }
    return tasks.run(call, operation, signing.secrets());
  }

  private Answer drop(Call call) {
    return tasks.run(
        call,
        new PublicationOperation.Drop(
            PublicationRequests.point(call),
            call.isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED,
            call.isOn(SKIP_CLEANUP) ? Cleaning.SKIP : Cleaning.CLEAN));
  }
}
