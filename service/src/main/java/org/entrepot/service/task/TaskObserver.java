package org.entrepot.service.task;

import java.time.Duration;

/// Is told about every task that has run in this process. Called by the task's threads; must return
/// quickly.
public interface TaskObserver {
  /// A task has ended.
  ///
  /// @param kind of its operation, as one word
  /// @param waited from submission to start
  void ran(String kind, Duration waited, Duration ran, boolean succeeded);
}
