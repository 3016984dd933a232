package org.entrepot.server.api.task;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.task.TaskState;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.ReturnShape;
import org.entrepot.server.api.shape.TaskShape;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Permission;

/// `/api/tasks…`: what runs, what has run, and waiting for it (spec rest-api 3.4).
public final class TaskRoutes {
  private static final QueryParameter STATE =
      QueryParameter.text("state", "only tasks in these states, such as 0,1");
  private static final QueryParameter AFTER =
      QueryParameter.number("after", "only tasks with a larger ID");
  private static final QueryParameter LIMIT =
      QueryParameter.number("limit", "how many tasks at most");

  private final Entrepot store;
  private final Tasks tasks;
  private final TaskWaits waits;
  private final TaskEvents events;

  public TaskRoutes(Entrepot store, Tasks tasks, TaskWaits waits) {
    this.store = store;
    this.tasks = tasks;
    this.waits = waits;
    this.events = new TaskEvents(store, waits);
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/tasks", Scope.READ)
            .says("List tasks in the order of submission")
            .query(STATE, AFTER, LIMIT)
            .answers(200, TaskShape[].class)
            .does(this::list),
        Route.of(POST, "/api/tasks-clear", Scope.ADMIN)
            .says("Forget all tasks that have ended")
            .does(_ -> Answer.ok(tasks.forgetFinished())),
        Route.of(GET, "/api/tasks-wait", Scope.READ)
            .says("Wait until no task waits or runs")
            .does(_ -> {
              waits.awaitIdle();
              return Answer.ok(Map.of());
            }),
        Route.of(GET, "/api/tasks/events", Scope.READ)
            .says("Watch all tasks: server-sent events")
            .gives("text/event-stream")
            .does(_ -> stream(events::ofAll)),
        Route.of(GET, "/api/tasks/{task}", Scope.READ)
            .says("Show a task")
            .answers(200, TaskShape.class)
            .does(call -> Answer.ok(TaskShape.of(require(id(call), 404)))),
        Route.of(GET, "/api/tasks/{task}/wait", Scope.READ)
            .says("Wait until a task has ended, and show it")
            .answers(200, TaskShape.class)
            .does(call -> {
              long id = id(call);
              require(id, 400);
              waits.awaitEnd(id);
              return Answer.ok(TaskShape.of(require(id, 400)));
            }),
        Route.of(GET, "/api/tasks/{task}/output", Scope.READ)
            .says("What a task has told, also while it runs")
            .answers(200, String.class)
            .does(call -> Answer.ok(output(id(call)))),
        Route.of(GET, "/api/tasks/{task}/detail", Scope.READ)
            .says("How far a task is")
            .does(call -> Answer.ok(ProgressShape.of(require(id(call), 404)))),
        Route.of(GET, "/api/tasks/{task}/return_value", Scope.READ)
            .says("What a task that has ended would have answered")
            .answers(200, ReturnShape.class)
            .does(call -> {
              Task task = require(id(call), 404);
              return Answer.ok(task.isFinished() ? FinishedTask.returned(task) : null);
            }),
        Route.of(GET, "/api/tasks/{task}/events", Scope.READ)
            .says("Watch a task: server-sent events until it has ended")
            .gives("text/event-stream")
            .does(call -> {
              long id = id(call);
              require(id, 404);
              return stream(out -> events.of(id, out));
            }),
        Route.of(POST, "/api/tasks/{task}/cancel", Scope.WRITE)
            .says("Cancel a task that waits, or ask one that runs to stop")
            .judgesItself()
            .answers(200, TaskShape.class)
            .does(this::cancel),
        Route.of(DELETE, "/api/tasks/{task}", Scope.WRITE)
            .says("Forget a task that has ended")
            .judgesItself()
            .answers(200, TaskShape.class)
            .does(this::delete));
  }

  private static Answer stream(Answer.Writer writer) {
    return new Answer.Stream(200, "text/event-stream", writer);
  }

  private Answer list(Call call) {
    var filter =
        new TaskFilter(
            states(call.text(STATE)),
            call.number(AFTER).orElse(0L),
            (int) Math.min(Integer.MAX_VALUE, call.number(LIMIT).orElse((long) Integer.MAX_VALUE)));
    List<Task> found = store.view(view -> view.tasks(filter));
    return Answer.ok(found.stream().map(TaskShape::of).toList());
  }

  private static Set<TaskState> states(String text) {
    var states = EnumSet.noneOf(TaskState.class);
    if (text.isEmpty()) {
      return states;
    }
    for (String number : text.split(",", -1)) {
      boolean known = false;
      for (TaskState state : TaskState.values()) {
        if (number.strip().equals(Integer.toString(TaskShape.number(state)))) {
          states.add(state);
          known = true;
        }
      }
      if (!known) {
        throw RefusedException.badRequest("state=%s: states are 0, 1, 2 and 3".formatted(text));
      }
    }
    return states;
  }

  /// What a task has told, with the end that tells how it went.
  private String output(long id) {
    record Told(Task task, String text) {}
    Told told =
        store
            .view(view -> view.findTask(id).map(task -> new Told(task, view.taskOutput(id, 0))))
            .orElseThrow(() -> unknown(id, 404));
    return told.text() + FinishedTask.lastLines(told.task());
  }

  private Answer cancel(Call call) {
    long id = id(call);
    requireOwn(call, require(id, 404));
    return switch (store.cancel(id, call.caller())) {
      case CANCELLED, REQUESTED -> Answer.ok(TaskShape.of(require(id, 404)));
      case FINISHED -> throw new RefusedException(409, "task %d has already ended".formatted(id));
      case UNKNOWN -> throw unknown(id, 404);
    };
  }

  private Answer delete(Call call) {
    long id = id(call);
    Task task = require(id, 400);
    requireOwn(call, task);
    if (!task.isFinished()) {
      throw RefusedException.badRequest(
          "task with id %d has not ended: state=%d".formatted(id, TaskShape.of(task).state()));
    }
    if (!tasks.forget(id)) {
      throw unknown(id, 400);
    }
    return Answer.ok(TaskShape.of(task));
  }

  /// A token for some objects is for the tasks that touch no others.
  private static void requireOwn(Call call, Task task) {
    Permission.require(
        call.caller().grant(), "Task %d: %s".formatted(task.id(), task.name()), task.claims());
  }

  private Task require(long id, int status) {
    return store.view(view -> view.findTask(id)).orElseThrow(() -> unknown(id, status));
  }

  private static RefusedException unknown(long id, int status) {
    return new RefusedException(status, "could not find task with id " + id);
  }

  /// Anything that is no number is 500 for clients.
  private static long id(Call call) {
    String text = call.path("task");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new RefusedException(500, "\"%s\" is not the number of a task".formatted(text));
    }
  }
}
