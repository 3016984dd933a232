package org.entrepot.server.api.packages;

import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;

import java.util.List;
import java.util.Map;
import org.entrepot.catalog.View;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.VerifiedShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Maintenance;
import org.entrepot.service.search.PackageKeys;

/// `/api/packages…` and `/api/db…` (spec rest-api 12).
public final class PackageRoutes {
  private static final QueryParameter QUICK =
      QueryParameter.flag("quick", "compare sizes, read no file");

  private final Entrepot store;
  private final Tasks tasks;
  private final PackageList packages;

  public PackageRoutes(Entrepot store, Tasks tasks, PackageList packages) {
    this.store = store;
    this.tasks = tasks;
    this.packages = packages;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/packages", Scope.READ)
            .says("List all stored packages")
            .query(PackageList.PARAMETERS)
            .answers(200, String[].class)
            .does(call -> packages.answer(call, View::allPackages)),
        Route.of(GET, "/api/packages/{key}", Scope.READ)
            .says("Show a package with all its fields")
            .answers(200, Map.class)
            .does(this::show),
        Route.of(POST, "/api/db/verify", Scope.ADMIN)
            .says("Compare catalog, pool and published archives with what they must be")
            .query(QUICK)
            .asTask()
            .answers(200, VerifiedShape.class)
            .does(
                NoBody.class,
                (call, _) ->
                    tasks.run(
                        call,
                        new Maintenance.Verify(
                            call.isOn(QUICK) ? CheckDepth.QUICK : CheckDepth.WHOLE, List.of()))),
        Route.of(POST, "/api/db/recover", Scope.ADMIN)
            .says("Settle what crashes left, and drop what is gone from local repositories")
            .asTask()
            .answers(200, VerifiedShape.Recovered.class)
            .does(NoBody.class, (call, _) -> tasks.run(call, new Maintenance.Recover())),
        Route.of(POST, "/api/db/cleanup", Scope.ADMIN)
            .says("Remove packages and files that nothing refers to")
            .asTask()
            .does(NoBody.class, (call, _) -> tasks.run(call, new CleanUp(Execution.CARRY_OUT))));
  }

  private Answer show(Call call) {
    return Answer.ok(
        store.view(
            view -> PackageKeys.rows(view, call.path("key")).getLast().value().extendedFields()));
  }
}
