package org.entrepot.service.operation;

import org.entrepot.domain.name.ScheduleName;

/// Changes of schedules.
public sealed interface ScheduleOperation extends Operation {

  /// A new schedule.
  ///
  /// @param timing `every …` or `at …`, see [org.entrepot.domain.schedule.Timing]
  record AddSchedule(ScheduleName name, String timing, Recipe recipe) implements ScheduleOperation {
    @Override
    public String title() {
      return "Add schedule " + name;
    }
  }

  /// A schedule that is no more; a run that goes on ends.
  record DropSchedule(ScheduleName name) implements ScheduleOperation {
    @Override
    public String title() {
      return "Drop schedule " + name;
    }
  }

  /// A schedule that does not count for a while.
  record PauseSchedule(ScheduleName name) implements ScheduleOperation {
    @Override
    public String title() {
      return "Pause schedule " + name;
    }
  }

  /// A schedule that counts again, from its next time on.
  record ResumeSchedule(ScheduleName name) implements ScheduleOperation {
    @Override
    public String title() {
      return "Resume schedule " + name;
    }
  }

  /// A schedule that is due now, whatever its timing says.
  record TriggerSchedule(ScheduleName name) implements ScheduleOperation {
    @Override
    public String title() {
      return "Trigger schedule " + name;
    }
  }
}
