package org.entrepot.catalog.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.domain.schedule.Timing;

/// Schedules and their runs.
public final class ScheduleTable {
  private static final int RUNS_KEPT = 50;
  private static final String COLUMNS =
      "select id, name, timing, recipe, state, next_at, running_until, runs, created_at"
          + " from schedule ";

  private final Session session;

  /// Works in a transaction.
  public ScheduleTable(Session session) {
    this.session = session;
  }

  private static Schedule schedule(Row row) {
    try {
      return new Schedule(
          row.uuid(),
          new ScheduleName(row.text()),
          Timing.parse(row.text()),
          row.text(),
          Schedule.State.valueOf(row.text()),
          row.instant(),
          row.maybeInstant(),
          row.number(),
          row.instant());
    } catch (InvalidNameException e) {
      throw CatalogFailure.corrupt("the catalog holds a broken schedule: " + e.getMessage());
    }
  }

  /// Returns the schedule of a name.
  public Optional<Schedule> find(ScheduleName name) {
    return session
        .call("find a schedule", COLUMNS + "where name = ?")
        .text(name.value())
        .first(ScheduleTable::schedule);
  }

  /// Returns all schedules, by name.
  public List<Schedule> list() {
    return session.call("list schedules", COLUMNS + "order by name").list(ScheduleTable::schedule);
  }

  /// Returns the runs of a schedule, the newest first.
  public List<ScheduleRun> runs(UUID schedule) {
    return session
        .call(
            "read the runs of a schedule",
            "select number, started_at, ended_at, outcome, detail from schedule_run"
                + " where schedule_id = ? order by number desc")
        .uuid(schedule)
        .list(row ->
            new ScheduleRun(
                row.number(),
                row.instant(),
                row.maybeInstant(),
                ScheduleRun.Outcome.valueOf(row.text()),
                row.text()));
  }

  /// Makes a schedule.
  public void insert(Schedule schedule) {
    var words = "schedule " + schedule.name();
    if (find(schedule.name()).isPresent()) {
      throw ConflictException.taken(words);
    }
    session
        .call(
            "insert " + words,
            "insert into schedule (id, name, timing, recipe, state, next_at, running_until, runs,"
                + " created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .uuid(schedule.id())
        .text(schedule.name().value())
        .text(schedule.timing().toString())
        .text(schedule.recipe())
        .text(schedule.state().name())
        .instant(schedule.nextAt())
        .instant(schedule.runningUntil().orElse(Instant.EPOCH))
        .number(schedule.runs())
        .instant(schedule.createdAt())
        .run();
  }

  /// Replaces what changes of a schedule.
  public void update(Schedule schedule) {
    var changed =
        session
            .call(
                "update schedule " + schedule.name(),
                "update schedule set state = ?, next_at = ?, running_until = ?, runs = ?"
                    + " where id = ?")
            .text(schedule.state().name())
            .instant(schedule.nextAt())
            .instant(schedule.runningUntil().orElse(Instant.EPOCH))
            .number(schedule.runs())
            .uuid(schedule.id())
            .run();
    if (changed != 1) {
      throw new StaleException("schedule " + schedule.name());
    }
  }

  /// Drops a schedule.
  public void delete(UUID id) {
    var changed =
        session.call("delete a schedule", "delete from schedule where id = ?").uuid(id).run();
    if (changed != 1) {
      throw new StaleException("schedule " + id);
    }
  }

  /// Writes a run.
  public void putRun(UUID schedule, ScheduleRun run) {
    session
        .call(
            "forget old runs of a schedule",
            "delete from schedule_run where schedule_id = ? and (number = ? or number <= ?)")
        .uuid(schedule)
        .number(run.number())
        .number(run.number() - RUNS_KEPT)
        .run();
    session
        .call(
            "insert a run of a schedule",
            "insert into schedule_run (schedule_id, number, started_at, ended_at, outcome, detail)"
                + " values (?, ?, ?, ?, ?, ?)")
        .uuid(schedule)
        .number(run.number())
        .instant(run.startedAt())
        .instant(run.endedAt().orElse(Instant.EPOCH))
        .text(run.outcome().name())
        .text(run.detail())
        .run();
  }
}
