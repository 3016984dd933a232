package org.entrepot.service.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.domain.schedule.ScheduleRun.Outcome;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.TaskListener;
import org.jspecify.annotations.Nullable;

/// Carries schedules out. Any number of processes may look for what is due: a transaction gives
/// each run to one of them, which promises to be at work and renews the promise; when it dies, the
/// run is begun again as soon as the promise is over. The steps of a run are tasks like any others,
/// done for the schedule, so the queue and the audit log tell of them. Safe for any thread.
public final class ScheduleRunner {
  /// How long a process may be silent before it counts as dead.
  static final Duration PROMISE = Duration.ofSeconds(90);

  private final Catalog catalog;
  private final Entrepot store;
  private final Clock clock;
  private volatile boolean stopped;

  /// `store`: where the steps are done.
  public ScheduleRunner(Catalog catalog, Entrepot store, Clock clock) {
    this.catalog = catalog;
    this.store = store;
    this.clock = clock;
  }

  /// Lets runs end after the step that they are at; nothing more is begun. What is left of a run is
  /// done by the next one, which is due at once.
  public void stop() {
    stopped = true;
  }

  /// A schedule with the run that was carried out.
  public record Ran(ScheduleName name, ScheduleRun run) {}

  /// Carries out what is due, one after the other, and returns it.
  public List<Ran> runDue(TaskListener listener) {
    var done = new ArrayList<Ran>();
    for (ScheduleName name : due()) {
      begin(name, schedule -> schedule.isDue(clock.instant()))
          .ifPresent(begun -> done.add(new Ran(name, carryOut(begun, listener))));
    }
    return done;
  }

  /// Names of what is due, by name. Schedules that wait too long, because the clock went back, are
  /// given a nearer time.
  public List<ScheduleName> due() {
    Instant now = clock.instant();
    List<Schedule> all = catalog.read(View::schedules);
    all.stream()
        .filter(schedule -> !schedule.caughtUp(now).equals(schedule))
        .forEach(late -> change(late.name(), (schedule, _) -> Optional.of(schedule.caughtUp(now))));
    return all.stream().filter(it -> it.isDue(now)).map(Schedule::name).toList();
  }

  /// Carries out what is due under this name; empty when another process has begun it.
  public Optional<Ran> runIfDue(ScheduleName name, TaskListener listener) {
    return begin(name, schedule -> schedule.isDue(clock.instant()))
        .map(begun -> new Ran(name, carryOut(begun, listener)));
  }

  /// Carries out a schedule now, whether or not it is due or paused.
  ///
  /// @throws RepositoryException when there is none, or it is being carried out
  public Ran run(ScheduleName name, TaskListener listener) {
    catalog.read(view -> Objects.requireSchedule(view, name));
    Schedule begun =
        begin(name, schedule -> !schedule.isRunning(clock.instant()))
            .orElseThrow(() ->
                new RepositoryException(
                    ErrorCode.MIRROR_BUSY,
                    "schedule %s is being carried out by another process".formatted(name)));
    return new Ran(name, carryOut(begun, listener));
  }

  private interface Condition {
    boolean holds(Schedule schedule);
  }

  private interface Change {
    Optional<Schedule> of(Schedule schedule, Transaction transaction);
  }

  private Optional<Schedule> change(ScheduleName name, Change change) {
    return catalog.write(transaction -> {
      Optional<Schedule> changed =
          transaction.findSchedule(name).flatMap(it -> change.of(it, transaction));
      changed.ifPresent(transaction::updateSchedule);
      return changed;
    });
  }

  private Optional<Schedule> begin(ScheduleName name, Condition condition) {
    return change(
        name,
        (schedule, transaction) -> {
          if (stopped || !condition.holds(schedule)) {
            return Optional.empty();
          }
          Instant now = clock.instant();
          if (schedule.isAbandoned(now)) {
            transaction.scheduleRuns(schedule.id()).stream()
                .filter(run -> run.outcome() == Outcome.RUNNING)
                .forEach(run ->
                    transaction.putScheduleRun(
                        schedule.id(),
                        run.ended(now, Outcome.FAILED, "the process that was at work has died")));
          }
          Schedule begun = schedule.begun(now, PROMISE);
          transaction.putScheduleRun(schedule.id(), ScheduleRun.begun(begun.runs(), now));
          return Optional.of(begun);
        });
  }

  private ScheduleRun carryOut(Schedule begun, TaskListener listener) {
    ScheduleRun run = ScheduleRun.begun(begun.runs(), clock.instant());
    ScheduleRun ended;
    try (ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor()) {
      long every = PROMISE.toSeconds() / 4;
      var renewing =
          renewal.scheduleWithFixedDelay(() -> renew(begun), every, every, TimeUnit.SECONDS);
      ended = carriedOut(begun, run, listener);
      renewing.cancel(false);
      renewal.shutdown();
    }
    ScheduleRun result = ended;
    change(
        begun.name(),
        (schedule, transaction) -> {
          if (!isStill(begun, schedule)) {
            return Optional.empty();
          }
          transaction.putScheduleRun(schedule.id(), result);
          boolean again = stopped && result.outcome() == Outcome.FAILED;
          return Optional.of(again ? schedule.ended().dueAt(clock.instant()) : schedule.ended());
        });
    return ended;
  }

  private static boolean isStill(Schedule begun, Schedule schedule) {
    return schedule.id().equals(begun.id()) && schedule.runs() == begun.runs();
  }

  private void renew(Schedule begun) {
    try {
      change(
          begun.name(),
          (schedule, _) ->
              isStill(begun, schedule)
                  ? Optional.of(schedule.promising(clock.instant().plus(PROMISE)))
                  : Optional.empty());
    } catch (RuntimeException _) {
      // the next renewal may succeed; if none does, another process takes over, and steps are tasks
    }
  }

  private void requireWanted() {
    if (stopped) {
      throw new RepositoryException(
          ErrorCode.CANCELLED, "the server was stopped; the rest is done when one runs again");
    }
  }

  private ScheduleRun carriedOut(Schedule begun, ScheduleRun run, TaskListener listener) {
    var told = new ArrayList<String>();
    @Nullable RepositoryException failure = null;
    boolean changed = false;
    try {
      Recipe recipe = new OperationCodec().parseRecord(begun.recipe(), Recipe.class);
      Consumer<String> tell = told::add;
      changed =
          new RecipeSteps(store, Caller.of(begun.name()), recipe, clock, listener, tell)
              .run(this::requireWanted);
    } catch (RuntimeException e) {
      failure = Failures.of("Carrying out schedule " + begun.name(), e);
    }
    if (failure != null) {
      told.add(String.valueOf(failure.getMessage()));
      return run.ended(clock.instant(), Outcome.FAILED, String.join("; ", told));
    }
    return run.ended(
        clock.instant(), changed ? Outcome.CHANGED : Outcome.UNCHANGED, String.join("; ", told));
  }
}
