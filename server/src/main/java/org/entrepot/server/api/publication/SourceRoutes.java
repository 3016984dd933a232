package org.entrepot.server.api.publication;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.util.List;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.publication.Publication;
import org.entrepot.server.api.publication.PublicationBodies.Replacement;
import org.entrepot.server.api.publication.PublicationBodies.SourceBody;
import org.entrepot.server.api.publication.PublicationBodies.Sources;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.PublicationPath;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.SourceShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.PublicationOperation.EditSources;
import org.entrepot.service.operation.PublicationOperation.ReplaceSource;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.SourceEdit;
import org.entrepot.service.publish.SourceObjects;

/// `/api/publish/…/sources…`: what the next update will publish (spec rest-api 11.6).
public final class SourceRoutes {
  private static final String SOURCES = "/api/publish/{prefix}/{distribution}/sources";

  private final Entrepot store;
  private final Tasks tasks;

  public SourceRoutes(Entrepot store, Tasks tasks) {
    this.store = store;
    this.tasks = tasks;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, SOURCES, Scope.READ)
            .says("Show the pending sources")
            .answers(200, SourceShape[].class)
            .does(this::show),
        Route.of(POST, SOURCES, Scope.WRITE)
            .says("Add a component to the pending sources")
            .asTask()
            .answers(201, Void.class)
            .does(SourceBody.class, (call, body) -> edit(call, SourceEdit.ADD, List.of(body))),
        Route.of(PUT, SOURCES, Scope.WRITE)
            .says("Replace all pending sources")
            .asTask()
            .answers(200, SourceShape[].class)
            .does(Sources.class, (call, body) -> edit(call, SourceEdit.REPLACE, body.sources())),
        Route.of(DELETE, SOURCES, Scope.WRITE)
            .says("Discard the pending sources")
            .asTask()
            .does(call -> edit(call, SourceEdit.DISCARD, List.of())),
        Route.of(PUT, SOURCES + "/{component}", Scope.WRITE)
            .says("Replace the source of a component, or the component")
            .asTask()
            .does(Replacement.class, this::replace),
        Route.of(DELETE, SOURCES + "/{component}", Scope.WRITE)
            .says("Remove a component from the pending sources")
            .asTask()
            .does(call ->
                edit(
                    call,
                    SourceEdit.REMOVE,
                    List.of(
                        new SourceBody(PublicationPath.unescape(call.path("component")), "")))));
  }

  private Answer show(Call call) {
    var point = PublicationRequests.point(call);
    record Pending(boolean any, List<Source> sources) {}
    Pending pending =
        store.view(view -> {
          Publication publication = Objects.requirePublication(view, point);
          return new Pending(
              publication.pending().isPresent(),
              SourceObjects.pending(view, publication).sources());
        });
    if (!pending.any()) {
      throw new RefusedException(404, "no source changes are pending for " + point);
    }
    return Answer.ok(SourceShape.of(pending.sources()));
  }

  private Answer edit(Call call, SourceEdit edit, List<SourceBody> sources) {
    return tasks.run(
        call,
        new EditSources(
            PublicationRequests.point(call),
            edit,
            sources.stream().map(each -> new Source(each.component(), each.name())).toList()));
  }

  private Answer replace(Call call, Replacement body) {
    String component = PublicationPath.unescape(call.path("component"));
    return tasks.run(
        call,
        new ReplaceSource(
            PublicationRequests.point(call),
            component,
            new Source(body.component().isEmpty() ? component : body.component(), body.name())));
  }
}
