package org.entrepot.server.api.task;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.View;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.task.TaskState;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.shape.TaskShape;
import org.entrepot.service.Entrepot;

/// Tells of tasks while they wait and run, as server-sent events (HTML, 9.2): `task` with the task,
/// `output` with new text, `progress` with stage, done, total, unit and item; `end` when nothing
/// more will come. A comment every 15 seconds shows that the connection lives.
final class TaskEvents {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int SILENT_TICKS = 15;

  private final Entrepot store;
  private final TaskWaits waits;

  TaskEvents(Entrepot store, TaskWaits waits) {
    this.store = store;
    this.waits = waits;
  }

  private record Seen(Task task, String output) {}

  /// One task, until it has ended or is forgotten.
  void of(long id, OutputStream out) throws IOException {
    Changes changes = store.changes();
    long told = 0;
    int state = -1;
    String progress = "";
    while (!waits.isClosed()) {
      long from = told;
      Optional<Seen> seen =
          store.view(
              view -> view.findTask(id).map(task -> new Seen(task, view.taskOutput(id, from))));
      if (seen.isEmpty()) {
        break;
      }
      Task task = seen.get().task();
      if (TaskShape.number(task.state()) != state) {
        state = TaskShape.number(task.state());
        event(out, "task", Json.text(TaskShape.of(task)));
      }
      if (!seen.get().output().isEmpty()) {
        told += seen.get().output().length();
        event(out, "output", Json.text(seen.get().output()));
      }
      if (!task.progressJson().equals(progress)) {
        progress = task.progressJson();
        event(out, "progress", progress);
      }
      if (task.isFinished()) {
        break;
      }
      await(changes, out);
    }
    event(out, "end", "{}");
  }

  /// Every task, from now on.
  void ofAll(OutputStream out) throws IOException {
    Changes changes = store.changes();
    Map<Long, Integer> known = new HashMap<>();
    long last = store.view(TaskEvents::lastId);
    for (Task task : store.view(TaskEvents::active)) {
      tell(task, known, out);
    }
    comment(out);
    while (!waits.isClosed()) {
      long from = last;
      Set<Long> open = new HashSet<>(known.keySet());
      List<Task> changed =
          store.view(view -> {
            var tasks = view.tasks(new TaskFilter(Set.of(), from, Integer.MAX_VALUE));
            var all = new ArrayList<Task>();
            open.forEach(id -> view.findTask(id).ifPresent(all::add));
            tasks.stream().filter(task -> !open.contains(task.id())).forEach(all::add);
            return all;
          });
      for (Task task : changed) {
        last = Math.max(last, task.id());
        tell(task, known, out);
      }
      Set<Long> present = new HashSet<>();
      changed.forEach(task -> present.add(task.id()));
      known.keySet().retainAll(present); // the others were forgotten
      await(changes, out);
    }
    event(out, "end", "{}");
  }

  private static List<Task> active(View view) {
    return view.tasks(TaskFilter.in(TaskState.WAITING, TaskState.RUNNING));
  }

  private static long lastId(View view) {
    List<Task> all = view.tasks(TaskFilter.all());
    return all.isEmpty() ? 0 : all.getLast().id();
  }

  private static void tell(Task task, Map<Long, Integer> known, OutputStream out)
      throws IOException {
    int state = TaskShape.number(task.state());
    Integer before = known.get(task.id());
    if (before == null || before != state) {
      event(out, "task", Json.text(TaskShape.of(task)));
    }
    if (task.isFinished()) {
      known.remove(task.id());
    } else {
      known.put(task.id(), state);
    }
  }

  private void await(Changes changes, OutputStream out) throws IOException {
    try {
      for (int tick = 1; !changes.awaitChange(TICK) && !waits.isClosed(); tick++) {
        if (tick % SILENT_TICKS == 0) {
          comment(out);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("watching tasks was interrupted", e);
    }
  }

  /// `json` is one line.
  private static void event(OutputStream out, String name, String json) throws IOException {
    out.write("event: %s\ndata: %s\n\n".formatted(name, json).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void comment(OutputStream out) throws IOException {
    out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
