package org.entrepot.domain.schedule;

import java.time.Instant;
import java.util.Optional;

/// One time at which a schedule was carried out. Immutable.
///
/// @param number counts up from 1 within a schedule
/// @param endedAt absent while it runs
/// @param detail what was done, or why it failed, for people
public record ScheduleRun(
    long number, Instant startedAt, Optional<Instant> endedAt, Outcome outcome, String detail) {
  /// How it went.
  public enum Outcome {
    /// It goes on.
    RUNNING,
    /// Something was changed.
    CHANGED,
    /// There was nothing to change.
    UNCHANGED,
    /// A step failed; those before it are done.
    FAILED
  }

  /// A run that begins.
  public static ScheduleRun begun(long number, Instant startedAt) {
    return new ScheduleRun(number, startedAt, Optional.empty(), Outcome.RUNNING, "");
  }

  /// The same after its end.
  public ScheduleRun ended(Instant at, Outcome how, String what) {
    return new ScheduleRun(number, startedAt, Optional.of(at), how, what);
  }
}
