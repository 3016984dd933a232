package org.entrepot.catalog.task;

import org.entrepot.domain.task.TaskState;

/// How a task ended.
public sealed interface TaskResult {
  /// It did what it should.
  record Succeeded(String resultJson) implements TaskResult {}

  /// It did not, for a reason.
  record Failed(String errorCode, String errorMessage) implements TaskResult {}

  /// It was stopped on request.
  record Cancelled(String errorCode, String errorMessage) implements TaskResult {}

  /// Returns the state of a task that ended so.
  default TaskState state() {
    return switch (this) {
      case Succeeded _ -> TaskState.SUCCEEDED;
      case Failed _ -> TaskState.FAILED;
      case Cancelled _ -> TaskState.CANCELLED;
    };
  }
}
