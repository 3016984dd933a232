package org.entrepot.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;

/// Reads schedules and how they went.
public interface ScheduleView {
  /// Returns the schedule of that name.
  Optional<Schedule> findSchedule(ScheduleName name);

  /// Returns all schedules, by name.
  List<Schedule> schedules();

  /// Returns the last runs of a schedule, the newest first.
  List<ScheduleRun> scheduleRuns(UUID schedule);
}
