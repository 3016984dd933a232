package org.entrepot.server.api.schedule;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.server.api.body.Required;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Method;
import org.entrepot.server.api.route.Paging;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.ScheduleShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.operation.ScheduleOperation;
import org.entrepot.service.operation.ScheduleOperation.AddSchedule;
import org.entrepot.service.operation.ScheduleOperation.DropSchedule;
import org.entrepot.service.operation.ScheduleOperation.PauseSchedule;
import org.entrepot.service.operation.ScheduleOperation.ResumeSchedule;
import org.entrepot.service.operation.ScheduleOperation.TriggerSchedule;

/// `/api/schedules…`: an addition to the peer's API.
public final class ScheduleRoutes {
  private final Entrepot store;
  private final Tasks tasks;

  public ScheduleRoutes(Entrepot store, Tasks tasks) {
    this.store = store;
    this.tasks = tasks;
  }

  /// A new schedule.
  ///
  /// @param timing `every 6h`, or `at Mon..Fri 03:00 Europe/Berlin`
  /// @param publish `[storage:]prefix/distribution`
  /// @param keep 0 for all
  /// @param gpgKeys to sign with; empty for the configured ones
  record Create(
      @Required String name,
      @Required String timing,
      @Required String mirror,
      String snapshot,
      String publish,
      boolean switchEverywhere,
      int keep,
      boolean skipMissing,
      Optional<Boolean> ignoreSignatures,
      List<String> gpgKeys,
      boolean skipSigning) {}

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/schedules", Scope.READ)
            .says("List schedules by name")
            .query(Paging.PARAMETERS)
            .answers(200, ScheduleShape[].class)
            .does(this::list),
        Route.of(POST, "/api/schedules", Scope.ADMIN)
            .says("Add a schedule")
            .asTask()
            .answers(201, Object.class)
            .does(Create.class, this::create),
        Route.of(GET, "/api/schedules/{schedule}", Scope.READ)
            .says("Show a schedule with its last runs")
            .answers(200, ScheduleShape.class)
            .does(this::show),
        changing(DELETE, "", "Drop a schedule", DropSchedule::new),
        changing(POST, "/run", "Let a server carry a schedule out now", TriggerSchedule::new),
        changing(POST, "/pause", "Let a schedule not count for a while", PauseSchedule::new),
        changing(POST, "/resume", "Let a schedule count again", ResumeSchedule::new));
  }

  private interface Change {
    ScheduleOperation of(ScheduleName name);
  }

  private Route<?> changing(Method method, String end, String says, Change change) {
    return Route.of(method, "/api/schedules/{schedule}" + end, Scope.ADMIN)
        .says(says)
        .asTask()
        .answers(200, Object.class)
        .does(call -> tasks.run(call, change.of(name(call))));
  }

  private static ScheduleName name(Call call) {
    String name = call.path("schedule");
    try {
      return new ScheduleName(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.SCHEDULE_NOT_FOUND, "schedule with name %s not found".formatted(name), e);
    }
  }

  private Answer list(Call call) {
    Paging page = Paging.of(call);
    return store.view(view ->
        page.answer(
            view.schedules(),
            schedule -> schedule.name().value(),
            schedule -> ScheduleShape.of(view, schedule)));
  }

  private Answer show(Call call) {
    return Answer.ok(
        store.view(view -> ScheduleShape.of(view, Objects.requireSchedule(view, name(call)))));
  }

  private Answer create(Call call, Create body) {
    return tasks.run(
        call,
        new AddSchedule(
            new ScheduleName(body.name()),
            body.timing(),
            new Recipe(
                new MirrorName(body.mirror()),
                Optional.of(body.snapshot()).filter(it -> !it.isEmpty()),
                Optional.of(body.publish()).filter(it -> !it.isEmpty()).map(PublicationPoint::of),
                body.switchEverywhere() ? Recipe.Everywhere.SWITCH : Recipe.Everywhere.LEAVE,
                body.keep() == 0 ? Optional.empty() : Optional.of(body.keep()),
                body.ignoreSignatures()
                    .map(it -> it ? Trust.Signatures.IGNORED : Trust.Signatures.REQUIRED),
                body.skipMissing() ? Missing.SKIP : Missing.FAIL,
                signing(body))));
  }

  private static Signing signing(Create body) {
    return new Signing(
        body.skipSigning()
            ? Signing.Mode.SKIP
            : body.gpgKeys().isEmpty() ? Signing.Mode.CONFIGURED : Signing.Mode.SIGN,
        body.gpgKeys(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        true);
  }
}
