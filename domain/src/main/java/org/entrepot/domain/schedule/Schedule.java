package org.entrepot.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.name.ScheduleName;

/// Something that is done again and again. Immutable.
///
/// A missed time is made up for once, however many there were: the next time follows from when a
/// run begins. A clock that went back does not keep a schedule waiting for longer than its period.
///
/// @param recipe what is done, as the service writes it
/// @param nextAt when it is due
/// @param runningUntil until when a process has promised to be at work on it, unless it renews the
///   promise
/// @param runs how often it was begun
public record Schedule(
    UUID id,
    ScheduleName name,
    Timing timing,
    String recipe,
    State state,
    Instant nextAt,
    Optional<Instant> runningUntil,
    long runs,
    Instant createdAt) {
  /// Whether it counts.
  public enum State {
    ACTIVE,
    PAUSED
  }

  /// A new schedule, which is due at the first time that its timing gives.
  public static Schedule fresh(
      UUID id, ScheduleName name, Timing timing, String recipe, Instant now) {
    return new Schedule(
        id, name, timing, recipe, State.ACTIVE, timing.after(now), Optional.empty(), 0, now);
  }

  /// Whether some process is at work on it.
  public boolean isRunning(Instant now) {
    return runningUntil.filter(until -> until.isAfter(now)).isPresent();
  }

  /// Whether a process that was at work on it has died.
  public boolean isAbandoned(Instant now) {
    return runningUntil.isPresent() && !isRunning(now);
  }

  /// Whether it should be carried out now.
  public boolean isDue(Instant now) {
    return state == State.ACTIVE && !isRunning(now) && (isAbandoned(now) || !nextAt.isAfter(now));
  }

  /// The same, due no later than its timing says from now on.
  public Schedule caughtUp(Instant now) {
    Instant latest = timing.after(now);
    return nextAt.isAfter(latest) ? dueAt(latest) : this;
  }

  /// The same, due at an instant.
  public Schedule dueAt(Instant instant) {
    return with(state, instant, runningUntil, runs);
  }

  /// The same in another state; one that is active again is due at the next time.
  public Schedule in(State other, Instant now) {
    return with(other, other == State.ACTIVE ? timing.after(now) : nextAt, runningUntil, runs);
  }

  /// The same with one more run that has begun.
  public Schedule begun(Instant now, Duration promise) {
    return with(state, timing.after(now), Optional.of(now.plus(promise)), runs + 1);
  }

  /// The same while its run goes on.
  public Schedule promising(Instant until) {
    return with(state, nextAt, Optional.of(until), runs);
  }

  /// The same after its run.
  public Schedule ended() {
    return with(state, nextAt, Optional.empty(), runs);
  }

  private Schedule with(
      State newState, Instant newNext, Optional<Instant> newPromise, long newRuns) {
    return new Schedule(
        id, name, timing, recipe, newState, newNext, newPromise, newRuns, createdAt);
  }
}
