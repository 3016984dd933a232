package org.entrepot.catalog;

import java.util.UUID;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;

/// Writes schedules and how they went.
public interface ScheduleTransaction {
  /// Makes a schedule. Throws [org.entrepot.catalog.error.ConflictException] when its name is
  /// taken.
  void insertSchedule(Schedule schedule);

  /// Replaces what is stored of a schedule but its name, timing and recipe. Throws
  /// [org.entrepot.catalog.error.StaleException] when it is gone.
  void updateSchedule(Schedule schedule);

  /// Drops a schedule with its runs. Throws [org.entrepot.catalog.error.StaleException] when it is
  /// gone.
  void deleteSchedule(UUID id);

  /// Writes a run, in the place of what is stored under its number; the oldest beyond fifty go.
  void putScheduleRun(UUID schedule, ScheduleRun run);
}
