package org.entrepot.service.task;

import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;

/// How a task that somebody waited for ended.
public sealed interface TaskOutcome {
  /// The task's number.
  long taskId();

  /// It is done, and survives a crash.
  record Succeeded(long taskId, OperationResult result) implements TaskOutcome {}

  /// It changed nothing that can be seen, unless the message says so.
  record Failed(long taskId, ErrorCode code, String message) implements TaskOutcome {}

  /// The result, or the failure as an exception.
  default OperationResult require() {
    return switch (this) {
      case Succeeded(_, var result) -> result;
      case Failed(_, var code, var message) -> throw new RepositoryException(code, message);
    };
  }
}
