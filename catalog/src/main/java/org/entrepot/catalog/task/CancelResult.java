package org.entrepot.catalog.task;

/// What became of a request to cancel a task.
public enum CancelResult {
  /// It had not started, and will not.
  CANCELLED,
  /// It runs; whoever runs it will see the request.
  REQUESTED,
  /// It had ended before.
  FINISHED,
  /// There is no such task.
  UNKNOWN
}
