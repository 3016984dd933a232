package org.entrepot.catalog.task;

import java.util.EnumSet;
import java.util.Set;
import org.entrepot.domain.task.TaskState;

/// Which tasks to list, in the order of ids.
///
/// @param states empty for all states
/// @param afterId only tasks with a larger id; 0 for all
/// @param limit how many at most
public record TaskFilter(Set<TaskState> states, long afterId, int limit) {
  /// Copies the set and checks the limit.
  public TaskFilter {
    states = Set.copyOf(states);
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of tasks is not negative: " + limit);
    }
  }

  /// Every task.
  public static TaskFilter all() {
    return new TaskFilter(Set.of(), 0, Integer.MAX_VALUE);
  }

  /// Tasks in one of these states.
  public static TaskFilter in(TaskState first, TaskState... more) {
    return new TaskFilter(EnumSet.of(first, more), 0, Integer.MAX_VALUE);
  }
}
