package org.entrepot.service.schedule;

import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.ScheduleOperation;
import org.entrepot.service.operation.ScheduleOperation.AddSchedule;
import org.entrepot.service.operation.ScheduleOperation.DropSchedule;
import org.entrepot.service.operation.ScheduleOperation.PauseSchedule;
import org.entrepot.service.operation.ScheduleOperation.ResumeSchedule;
import org.entrepot.service.operation.ScheduleOperation.TriggerSchedule;
import org.entrepot.service.task.BriefUseCase;

/// Drops, pauses, resumes or triggers a schedule.
public final class ChangeScheduleUseCase implements BriefUseCase<ScheduleOperation> {
  private static ScheduleName name(ScheduleOperation operation) {
    return switch (operation) {
      case AddSchedule(var name, _, _) -> name;
      case DropSchedule(var name) -> name;
      case PauseSchedule(var name) -> name;
      case ResumeSchedule(var name) -> name;
      case TriggerSchedule(var name) -> name;
    };
  }

  @Override
  public void validate(ScheduleOperation operation, View view) {
    Schedule schedule = Objects.requireSchedule(view, name(operation));
    if (operation instanceof TriggerSchedule && schedule.state() == Schedule.State.PAUSED) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "schedule %s is paused; resume it first".formatted(schedule.name()));
    }
  }

  @Override
  public ResourceClaims resources(ScheduleOperation operation, View view) {
    return new Claims(view).renames(name(operation)).build();
  }

  @Override
  public OperationResult change(ScheduleOperation operation, Transaction transaction, Instant now) {
    Schedule schedule = Objects.requireSchedule(transaction, name(operation));
    switch (operation) {
      case AddSchedule _ ->
          throw new IllegalArgumentException("a new schedule is made by another use case");
      case DropSchedule _ -> transaction.deleteSchedule(schedule.id());
      case PauseSchedule _ -> transaction.updateSchedule(schedule.in(Schedule.State.PAUSED, now));
      case ResumeSchedule _ -> transaction.updateSchedule(schedule.in(Schedule.State.ACTIVE, now));
      case TriggerSchedule _ -> transaction.updateSchedule(schedule.dueAt(now));
    }
    return new OperationResult.Done();
  }
}
