package org.entrepot.service.schedule;

import java.time.Instant;
import java.util.UUID;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.Timing;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.operation.ScheduleOperation.AddSchedule;
import org.entrepot.service.task.BriefUseCase;

/// Makes a schedule known.
public final class AddScheduleUseCase implements BriefUseCase<AddSchedule> {
  @Override
  public void validate(AddSchedule operation, View view) {
    Objects.requireFree(view, operation.name());
    Recipe recipe = operation.recipe();
    var _ = Timing.parse(operation.timing());
    if (recipe.keep().isPresent() && (!recipe.makesSnapshots() || recipe.keep().get() < 1)) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "-keep says how many of the schedule's snapshots stay: at least 1, and with -snapshot,"
              + " -publish or -switch only");
    }
    if (recipe.publish().isPresent() && recipe.everywhere() == Recipe.Everywhere.SWITCH) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "-publish names one publication, -switch means all that show the mirror; use one of"
              + " them");
    }
  }

  @Override
  public ResourceClaims resources(AddSchedule operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public OperationResult change(AddSchedule operation, Transaction transaction, Instant now) {
    var _ = Objects.requireMirror(transaction, operation.recipe().mirror());
    transaction.insertSchedule(
        Schedule.fresh(
            UUID.randomUUID(),
            operation.name(),
            Timing.parse(operation.timing()),
            new OperationCodec().recordToJson(operation.recipe()),
            now));
    return new OperationResult.Done();
  }
}
