package org.entrepot.catalog.task;

import java.util.List;

/// What became of an attempt to start a task.
public sealed interface StartResult {
  /// It runs now, as this attempt.
  record Started(int attempt) implements StartResult {}

  /// It waits for these tasks, given by ids in ascending order.
  record Blocked(List<Long> ids) implements StartResult {
    /// Copies the list.
    public Blocked {
      ids = List.copyOf(ids);
    }
  }

  /// It does not wait (any more): someone else started it, it ended, or there is no such task.
  record Gone() implements StartResult {}
}
