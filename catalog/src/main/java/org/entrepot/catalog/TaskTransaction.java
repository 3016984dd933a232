package org.entrepot.catalog;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.task.ResourceClaims;

/// Moves tasks through the queue.
///
/// The rule of P8: a task starts when no task with a smaller id that waits or runs, and no running
/// task at all, has claims that conflict with its own. (A later task can run only while its claims
/// did not conflict; claims can grow, hence the second half.)
public interface TaskTransaction {
  /// Appends a task to the queue and returns its id, larger than every id before it. The audit log
  /// gets an entry, which is completed by whatever ends the task.
  long submitTask(NewTask task);

  /// Starts a waiting task if the rule allows it.
  StartResult tryStart(long taskId, UUID worker);

  /// Gives a task that this attempt runs new claims. It goes on ([StartResult.Started] with the
  /// same attempt) when the rule allows it with the new claims; otherwise it waits again, at its
  /// old place ([StartResult.Blocked]). [StartResult.Gone] when the attempt does not hold the task.
  StartResult replaceClaims(long taskId, UUID worker, int attempt, ResourceClaims claims);

  /// Keeps the result of a task that goes on only to tidy up: whatever happens to this attempt, the
  /// task has succeeded. Returns whether this attempt still holds it.
  boolean noteResult(long taskId, UUID worker, int attempt, String resultJson);

  /// Ends the task if this attempt still holds it, and returns whether it did.
  boolean finishTask(long taskId, UUID worker, int attempt, TaskResult result);

  /// Puts a running task back to waiting, at its old place, if this attempt still holds it.
  boolean requeueTask(long taskId, UUID worker, int attempt);

  /// Takes a running task over from an attempt that died and returns the number of the new attempt;
  /// empty when that attempt does not hold it any more.
  OptionalInt adopt(long taskId, UUID fromWorker, int fromAttempt, UUID toWorker);

  /// Cancels a waiting task, or asks a running one to stop.
  CancelResult requestCancel(long taskId);

  /// Appends to the output of a task; nothing happens when the task is gone.
  void appendOutput(long taskId, String text);

  /// Replaces the progress of a task.
  void setProgress(long taskId, String progressJson);

  /// Removes a finished task with its output, and returns whether it was there and finished.
  boolean deleteTask(long taskId);

  /// Removes tasks that finished before an instant, and the oldest finished ones beyond a number;
  /// returns how many.
  int expireTasks(Instant finishedBefore, int keepAtMost);

  /// Makes a worker known.
  void registerWorker(Worker worker);

  /// Extends the lease of a worker and returns whether it is still registered.
  boolean renewWorker(UUID worker, Instant leaseUntil);

  /// Forgets a worker; tasks it runs count as those of a dead worker from now on.
  void removeWorker(UUID worker);
}
