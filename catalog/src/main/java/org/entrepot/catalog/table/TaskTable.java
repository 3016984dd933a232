package org.entrepot.catalog.table;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.task.TaskState;

/// The queue of tasks.
///
/// SQL does not understand claims: conflicts are found in Java, inside the write transaction, among
/// the few tasks that wait or run.
public final class TaskTable {
  private static final String ACTIVE = "state in ('WAITING', 'RUNNING')";
  private static final String COLUMNS =
      """
      select id, name, operation_kind, operation_json, claims, state, submitted_at, started_at,
        finished_at, worker, attempt, cancel_requested, progress_json, result_json, error_code,
        error_message, waiter, actor_kind, actor_name, actor_origin,
        actor_grant from task
      """;

  private final Session session;
  private final Clock clock;

  /// Works in a transaction.
  public TaskTable(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  private static Task task(Row row) {
    return new Task(
        row.number(),
        row.text(),
        row.text(),
        row.text(),
        ResourceClaims.parse(row.text()),
        TaskState.valueOf(row.text()),
        row.instant(),
        row.maybeInstant(),
        row.maybeInstant(),
        row.maybeUuid(),
        row.integer(),
        row.flag(),
        row.text(),
        row.text(),
        row.text(),
        row.text(),
        row.maybeUuid(),
        Actor.of(row.text(), row.text(), row.text()),
        GrantCodec.read(row.text()));
  }

  /// Returns a task.
  public Optional<Task> find(long id) {
    return session.call("find a task", COLUMNS + "where id = ?").number(id).first(TaskTable::task);
  }

  /// Returns tasks, by id.
  public List<Task> list(TaskFilter filter) {
    var states =
        filter.states().isEmpty()
            ? ""
            : filter.states().stream()
                .map(state -> "'" + state.name() + "'")
                .sorted()
                .collect(Collectors.joining(", ", " and state in (", ")"));
    return session
        .call("list tasks", COLUMNS + "where id > ?" + states + " order by id limit ?")
        .number(filter.afterId())
        .number(filter.limit())
        .list(TaskTable::task);
  }

  /// Returns the ids of tasks that wait or run, ascending.
  public List<Long> activeIds() {
    return session
        .call("list the active tasks", "select id from task where " + ACTIVE + " order by id")
        .list(Row::number);
  }

  /// A task that waits or runs.
  private record Active(long id, boolean running, ResourceClaims claims) {
    /// Whether this one, while it is there, keeps `other` from running.
    boolean blocks(long other, ResourceClaims wanted) {
      return id != other && (running || id < other) && claims.conflictsWith(wanted);
    }
  }

  /// Those that could block the tasks up to an id: the ones before, and whatever runs.
  private List<Active> active(long lastId) {
    return session
        .call(
            "read the claims of tasks",
            "select id, state, claims from task where "
                + ACTIVE
                + " and (id <= ? or state = 'RUNNING') order by id")
        .number(lastId)
        .list(row ->
            new Active(
                row.number(),
                TaskState.valueOf(row.text()) == TaskState.RUNNING,
                ResourceClaims.parse(row.text())));
  }

  private static List<Long> blockers(List<Active> active, long id, ResourceClaims claims) {
    return active.stream().filter(other -> other.blocks(id, claims)).map(Active::id).toList();
  }

  /// Returns waiting tasks that nothing blocks.
  public List<Long> startable(int limit) {
    var active = active(Long.MAX_VALUE);
    return active.stream()
        .filter(one ->
            !one.running()
                && active.stream().noneMatch(other -> other.blocks(one.id(), one.claims())))
        .map(Active::id)
        .limit(limit)
        .toList();
  }

  /// Returns whether a new task with these claims would have to wait.
  public boolean isBlocked(ResourceClaims claims) {
    return active(Long.MAX_VALUE).stream().anyMatch(other -> other.blocks(Long.MAX_VALUE, claims));
  }

  /// Appends a task.
  public long submit(NewTask task) {
    var id = CounterTable.take(session, "task", 1);
    session
        .call(
            "insert a task",
            """
            insert into task (id, name, operation_kind, operation_json, claims, state, submitted_at,
              started_at, finished_at, worker, attempt, cancel_requested, progress_json, result_json,
              error_code, error_message, waiter, actor_kind, actor_name, actor_origin, actor_grant)
            values (?, ?, ?, ?, ?, 'WAITING', ?, 0, 0, null, 0, 0, '', '', '', '', ?, ?, ?, ?, ?)\
            """)
        .number(id)
        .text(task.name())
        .text(task.operationKind())
        .text(task.operationJson())
        .text(task.claims().toText())
        .instant(clock.instant())
        .uuid(task.waiter())
        .text(task.actor().kind())
        .text(task.actor().nameText())
        .text(task.actor().origin())
        .text(GrantCodec.write(task.grant()))
        .run();
    new AuditTable(session, clock).submitted(id, task);
    return id;
  }

  /// Starts a waiting task if nothing blocks it.
  public StartResult tryStart(long id, UUID worker) {
    var active = active(id);
    var own = active.stream().filter(one -> one.id() == id && !one.running()).findFirst();
    if (own.isEmpty()) {
      return new StartResult.Gone();
    }
    var blockers = blockers(active, id, own.get().claims());
    if (!blockers.isEmpty()) {
      return new StartResult.Blocked(blockers);
    }
    session
        .call(
            "start a task",
            "update task set state = 'RUNNING', worker = ?, attempt = attempt + 1, started_at = ?"
                + " where id = ? and state = 'WAITING'")
        .uuid(worker)
        .instant(clock.instant())
        .number(id)
        .run();
    return new StartResult.Started(attempt(id));
  }

  private int attempt(long id) {
    return (int)
        session
            .call("read the attempt of a task", "select attempt from task where id = ?")
            .number(id)
            .number();
  }

  /// Gives a held task new claims, or sends it back to wait.
  public StartResult replaceClaims(long id, UUID worker, int attempt, ResourceClaims claims) {
    if (!holds(id, worker, attempt)) {
      return new StartResult.Gone();
    }
    session
        .call("replace the claims of a task", "update task set claims = ? where id = ?")
        .text(claims.toText())
        .number(id)
        .run();
    var blockers = blockers(active(id), id, claims);
    if (blockers.isEmpty()) {
      return new StartResult.Started(attempt);
    }
    requeue(id, worker, attempt);
    return new StartResult.Blocked(blockers);
  }

  /// Returns whether an attempt still runs.
  public boolean holds(long id, UUID worker, int attempt) {
    return session
        .call(
            "check who runs a task",
            "select 1 from task where id = ? and worker = ? and attempt = ? and state = 'RUNNING'")
        .number(id)
        .uuid(worker)
        .number(attempt)
        .exists();
  }

  /// Returns whether somebody asked to cancel a task.
  public boolean isCancelRequested(long id) {
    return session
        .call(
            "check for a cancel request",
            "select 1 from task where id = ? and cancel_requested = 1")
        .number(id)
        .exists();
  }

  /// Keeps the result of a held task.
  public boolean noteResult(long id, UUID worker, int attempt, String resultJson) {
    return session
            .call(
                "note the result of a task",
                "update task set result_json = ? where id = ? and worker = ? and attempt = ?"
                    + " and state = 'RUNNING'")
            .text(resultJson)
            .number(id)
            .uuid(worker)
            .number(attempt)
            .run()
        == 1;
  }

  /// Ends a held task.
  public boolean finish(long id, UUID worker, int attempt, TaskResult result) {
    if (!holds(id, worker, attempt)) {
      return false;
    }
    var json = "";
    var code = "";
    var message = "";
    switch (result) {
      case TaskResult.Succeeded(var resultJson) -> json = resultJson;
      case TaskResult.Failed(var errorCode, var errorMessage) -> {
        code = errorCode;
        message = errorMessage;
      }
      case TaskResult.Cancelled(var errorCode, var errorMessage) -> {
        code = errorCode;
        message = errorMessage;
      }
    }
    session
        .call(
            "finish a task",
            "update task set state = ?, finished_at = ?, result_json = ?, error_code = ?,"
                + " error_message = ? where id = ?")
        .text(result.state().name())
        .instant(clock.instant())
        .text(json)
        .text(code)
        .text(message)
        .number(id)
        .run();
    new AuditTable(session, clock).ended(id, result.state(), message);
    return true;
  }

  /// Puts a held task back to waiting.
  public boolean requeue(long id, UUID worker, int attempt) {
    return session
            .call(
                "put a task back",
                "update task set state = 'WAITING', worker = null, started_at = 0 where id = ?"
                    + " and worker = ? and attempt = ? and state = 'RUNNING'")
            .number(id)
            .uuid(worker)
            .number(attempt)
            .run()
        == 1;
  }

  /// Takes a task over.
  public OptionalInt adopt(long id, UUID fromWorker, int fromAttempt, UUID toWorker) {
    if (!holds(id, fromWorker, fromAttempt)) {
      return OptionalInt.empty();
    }
    session
        .call(
            "adopt a task", "update task set worker = ?, attempt = ?, started_at = ? where id = ?")
        .uuid(toWorker)
        .number(fromAttempt + 1)
        .instant(clock.instant())
        .number(id)
        .run();
    return OptionalInt.of(fromAttempt + 1);
  }

  /// Cancels a task or asks it to stop.
  public CancelResult requestCancel(long id) {
    var state =
        session
            .call("read the state of a task", "select state from task where id = ?")
            .number(id)
            .first(row -> TaskState.valueOf(row.text()));
    if (state.isEmpty()) {
      return CancelResult.UNKNOWN;
    }
    return switch (state.get()) {
      case WAITING -> {
        var reason = "the task was cancelled before it started";
        session
            .call(
                "cancel a task",
                "update task set state = 'CANCELLED', cancel_requested = 1, finished_at = ?,"
                    + " error_code = 'CANCELLED', error_message = ? where id = ?")
            .instant(clock.instant())
            .text(reason)
            .number(id)
            .run();
        new AuditTable(session, clock).ended(id, TaskState.CANCELLED, reason);
        yield CancelResult.CANCELLED;
      }
      case RUNNING -> {
        session
            .call("ask a task to stop", "update task set cancel_requested = 1 where id = ?")
            .number(id)
            .run();
        yield CancelResult.REQUESTED;
      }
      case SUCCEEDED, FAILED, CANCELLED -> CancelResult.FINISHED;
    };
  }

  /// Replaces the progress.
  public void setProgress(long id, String progressJson) {
    session
        .call("note the progress of a task", "update task set progress_json = ? where id = ?")
        .text(progressJson)
        .number(id)
        .run();
  }

  /// Appends to the output.
  public void appendOutput(long id, String text) {
    if (text.isEmpty() || find(id).isEmpty()) {
      return;
    }
    var start =
        session
            .call(
                "measure the output of a task",
                "select coalesce(max(end_at), 0) from task_output where task_id = ?")
            .number(id)
            .number();
    session
        .call(
            "append to the output of a task",
            "insert into task_output (task_id, start_at, end_at, text) values (?, ?, ?, ?)")
        .number(id)
        .number(start)
        .number(start + text.length())
        .text(text)
        .run();
  }

  /// Returns output from a position on.
  public String output(long id, long from) {
    var output = new StringBuilder();
    session
        .call(
            "read the output of a task",
            "select start_at, text from task_output where task_id = ? and end_at > ?"
                + " order by start_at")
        .number(id)
        .number(from)
        .each(row -> {
          var skipped = (int) Math.max(0, from - row.number());
          output.append(row.text().substring(skipped));
        });
    return output.toString();
  }

  /// Removes a finished task.
  public boolean delete(long id) {
    return session
            .call("remove a task", "delete from task where id = ? and not (" + ACTIVE + ")")
            .number(id)
            .run()
        == 1;
  }

  /// Removes old finished tasks.
  public int expire(Instant finishedBefore, int keepAtMost) {
    var old =
        session
            .call(
                "remove old tasks",
                "delete from task where finished_at > 0 and finished_at < ? and not ("
                    + ACTIVE
                    + ")")
            .instant(finishedBefore)
            .run();
    var surplus =
        session
            .call(
                "remove surplus tasks",
                """
                delete from task where id in (
                  select id from task where finished_at > 0
                  order by finished_at desc, id desc limit 1000000000 offset ?)\
                """)
            .number(Math.max(0, keepAtMost))
            .run();
    return old + surplus;
  }

  /// Returns tasks that wait or run.
  List<Task> activeTasks() {
    return list(TaskFilter.in(TaskState.WAITING, TaskState.RUNNING));
  }
}
