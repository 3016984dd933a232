package org.entrepot.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.task.ResourceClaims;

/// Reads the queue of tasks and who works on it.
public interface TaskView {
  /// Returns a task.
  Optional<Task> findTask(long id);

  /// Returns tasks in the order of ids.
  List<Task> tasks(TaskFilter filter);

  /// Returns the ids of all tasks that wait or run, ascending: much cheaper than [#tasks].
  List<Long> activeTaskIds();

  /// Returns what a task has printed, from a position counted in UTF-16 characters.
  String taskOutput(long id, long fromCharacter);

  /// Returns up to `limit` waiting tasks that nothing blocks at this instant, the oldest first.
  List<Long> startableTasks(int limit);

  /// Returns whether a task with these claims, submitted now, would have to wait.
  boolean isBlocked(ResourceClaims claims);

  /// Returns whether this attempt still runs: the fencing check of every commit.
  boolean stillHolds(long taskId, UUID worker, int attempt);

  /// Returns whether somebody asked to cancel the task.
  boolean isCancelRequested(long taskId);

  /// Returns all workers, by id.
  List<Worker> workers();

  /// Returns running tasks whose worker, and waiting tasks whose waiter, is not registered, or is
  /// dead in the caller's judgement.
  List<Task> tasksOfDeadWorkers(Predicate<Worker> dead);
}
