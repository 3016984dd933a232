package org.entrepot.domain.task;

/// Where a task stands.
public enum TaskState {
  /// Submitted, not started.
  WAITING,
  /// Held by a worker.
  RUNNING,
  /// Done, and what it did is durable.
  SUCCEEDED,
  /// Ended by an error.
  FAILED,
  /// Ended because somebody asked for it.
  CANCELLED;

  /// Whether the task is over: it will not change any more.
  public boolean isFinished() {
    return this != WAITING && this != RUNNING;
  }
}
