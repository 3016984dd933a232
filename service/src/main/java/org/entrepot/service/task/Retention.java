package org.entrepot.service.task;

import java.time.Duration;
import java.util.Optional;

/// How long what is over is kept.
///
/// @param finishedTasks since a task ended
/// @param finishedTasksAtMost how many tasks that have ended, the newest
/// @param audit since an entry of the audit log was written; empty: for ever
public record Retention(Duration finishedTasks, int finishedTasksAtMost, Optional<Duration> audit) {
  /// Tasks a week and 10,000 of them, the audit log 400 days: a year and what one needs to look at
  /// it.
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(7), 10_000, Optional.of(Duration.ofDays(400)));

  /// The same with another time for the audit log.
  public Retention withAudit(Optional<Duration> kept) {
    return new Retention(finishedTasks, finishedTasksAtMost, kept);
  }
}
