package org.entrepot.cli.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// `task …`: the queue that all processes on the store share.
final class TaskCommands {
  private static final Flag ALL = Flag.onOff("all", "also tasks that have ended");

  private TaskCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("task", "list")
            .purpose("list tasks")
            .flags(ALL, GlobalFlags.LIMIT, GlobalFlags.JSON)
            .describes(
                "Every change is a task: of this process, of other commands, of a server. Shows"
                    + " those that wait or run, with -all also those that have ended.")
            .examples("task list", "task list -all -limit=20")
            .failsWith("unable to list", TaskCommands::list),
        Command.of("task", "show")
            .purpose("show a task")
            .takes(Positionals.exactly(1, "<id>"))
            .flags(GlobalFlags.JSON)
            .describes("State, times, what it claims, and how it ended.")
            .examples("task show 12")
            .failsWith("unable to show", TaskCommands::show),
        Command.of("task", "output")
            .purpose("print what a task has told")
            .takes(Positionals.exactly(1, "<id>"))
            .flags(GlobalFlags.JSON)
            .describes("The lines that the command printed, also while it runs.")
            .examples("task output 12")
            .failsWith("unable to show", TaskCommands::output),
        Command.of("task", "cancel")
            .purpose("cancel a task")
            .takes(Positionals.exactly(1, "<id>"))
            .flags(GlobalFlags.JSON)
            .describes(
                "One that waits never starts; one that runs is asked to stop and withdraws what it"
                    + " has begun.")
            .examples("task cancel 12")
            .failsWith("unable to cancel", TaskCommands::cancel));
  }

  private static long id(Invocation invocation) {
    String text = invocation.positional(0);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "\"%s\" is not the number of a task".formatted(text), e);
    }
  }

  private static Task require(Session session, long id) {
    Optional<Task> found = session.store().view(view -> view.findTask(id));
    return found.orElseThrow(() -> missing(id));
  }

  private static RepositoryException missing(long id) {
    return new RepositoryException(
        ErrorCode.TASK_NOT_FOUND,
        "task %d not found; tasks that have ended are forgotten after a week".formatted(id));
  }

  private static int list(Invocation invocation, Session session) {
    boolean all = invocation.flags().isOn(ALL);
    var states =
        all ? EnumSet.allOf(TaskState.class) : EnumSet.of(TaskState.WAITING, TaskState.RUNNING);
    int limit = GlobalFlags.limit(invocation.flags());
    List<Task> tasks =
        session.store().view(view -> view.tasks(new TaskFilter(states, 0, Integer.MAX_VALUE)));
    List<Task> newest = tasks.subList(Math.max(0, tasks.size() - limit), tasks.size());
    Output output = session.output();
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      newest.forEach(task -> json(json, task));
      output.text(json.endArray().finish());
    } else if (newest.isEmpty()) {
      output.line(
          all ? "No tasks found." : "No tasks wait or run; see those that have ended with -all.");
    } else {
      newest.forEach(task ->
          output.line("%6d  %-9s  %s".formatted(task.id(), word(task.state()), task.name())));
    }
    return CommandHandler.OK;
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static void json(JsonWriter json, Task task) {
    json.beginObject()
        .member("ID", task.id())
        .member("Name", task.name())
        .member("State", word(task.state()))
        .member("Operation", task.operationKind())
        .member("SubmittedAt", task.submittedAt())
        .member("ActorKind", task.actor().kind())
        .member("Actor", task.actor().nameText())
        .member("From", task.actor().origin());
    task.startedAt().ifPresent(at -> json.member("StartedAt", at));
    task.finishedAt().ifPresent(at -> json.member("FinishedAt", at));
    json.member("Attempt", task.attempt())
        .member("Claims", task.claims().asList().stream().map(ResourceClaim::toText).toList())
        .member("ErrorCode", task.errorCode())
        .member("Error", task.errorMessage())
        .endObject();
  }

  private static int show(Invocation invocation, Session session) {
    Task task = require(session, id(invocation));
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty();
      json(json, task);
      session.output().text(json.finish());
      return CommandHandler.OK;
    }
    Output output = session.output();
    output.line("Task: " + task.id());
    output.line("Name: " + task.name());
    output.line("State: " + word(task.state()));
    String from = task.actor().origin().isEmpty() ? "" : " from " + task.actor().origin();
    output.line(
        "Submitted: %s by %s%s".formatted(Shapes.time(task.submittedAt()), task.actor(), from));
    task.startedAt().ifPresent(at -> output.line("Started: " + Shapes.time(at)));
    task.finishedAt().ifPresent(at -> output.line("Finished: " + Shapes.time(at)));
    output.line("Claims:");
    for (ResourceClaim claim : task.claims()) {
      output.line("  " + claim.toText());
    }
    if (!task.errorMessage().isEmpty()) {
      output.line("Error: %s (%s)".formatted(task.errorMessage(), task.errorCode()));
    }
    return CommandHandler.OK;
  }

  private static int output(Invocation invocation, Session session) {
    long id = id(invocation);
    require(session, id);
    String told = session.store().view(view -> view.taskOutput(id, 0));
    session
        .output()
        .text(
            invocation.flags().isOn(GlobalFlags.JSON)
                ? JsonWriter.pretty().beginObject().member("Output", told).endObject().finish()
                : told);
    return CommandHandler.OK;
  }

  private static int cancel(Invocation invocation, Session session) {
    long id = id(invocation);
    CancelResult result = session.cancel(id);
    String sentence =
        switch (result) {
          case CANCELLED -> "Task %d has been cancelled.".formatted(id);
          case REQUESTED -> "Task %d runs and has been asked to stop.".formatted(id);
          case FINISHED ->
              throw new RepositoryException(
                  ErrorCode.CHANGED_MEANWHILE, "task %d has already ended".formatted(id));
          case UNKNOWN -> throw missing(id);
        };
    return RepositoryCommands.done(invocation, session, sentence);
  }
}
