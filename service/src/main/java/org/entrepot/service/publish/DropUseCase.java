package org.entrepot.service.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Drop;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Takes a publication away: first the Release files by which readers find it, then everything that
/// no other needs.
public final class DropUseCase implements UseCase<Drop> {
  private final Targets targets;
  private final IntentRecovery recovery;

  public DropUseCase(Targets targets, IntentRecovery recovery) {
    this.targets = targets;
    this.recovery = recovery;
  }

  @Override
  public void validate(Drop operation, View view) {
    Objects.requirePublication(view, operation.point());
  }

  @Override
  public ResourceClaims resources(Drop operation, View view) {
    return new Claims(view).publishes(operation.point()).build();
  }

  @Override
  public Completion run(Drop operation, OperationContext context) throws IOException {
    Publication publication =
        context.read(view -> Objects.requirePublication(view, operation.point()));
    settleBefore(operation, context);
    if (context.read(view -> view.findPublication(publication.id())).isEmpty()) {
      return Completion.of(result(publication, 0)); // an earlier drop had not come to its end
    }
    var intent =
        new PublishIntent(
            UUID.randomUUID(),
            publication.point(),
            publication.id(),
            PublishIntent.State.COMMITTED,
            context.taskId(),
            context.now(),
            Optional.empty(),
            operation.cleaning() == Cleaning.SKIP
                ? List.of()
                : List.of(IntentRecovery.poolStep(publication.point())));
    context.commit(transaction -> {
      transaction
          .findIntent(publication.point())
          .ifPresent(unsettled -> transaction.deleteIntent(unsettled.id()));
      transaction.insertIntent(intent);
      return true;
    });
    int removed = removeFiles(operation, context, intent);
    OperationResult result = result(publication, removed);
    return transaction -> {
      transaction.deletePublication(publication.id());
      transaction.deleteIntent(intent.id());
      return result;
    };
  }

  private static OperationResult result(Publication publication, int removedFiles) {
    return new OperationResult.Published(
        publication.point(),
        publication.sources().keySet().stream().map(Object::toString).toList(),
        removedFiles,
        Optional.empty());
  }

  /// What cannot be settled because files cannot be removed does not stop a forced drop.
  private void settleBefore(Drop operation, OperationContext context) throws IOException {
    try {
      recovery.settleAt(context, operation.point());
    } catch (IOException | RepositoryException e) {
      if (operation.force() == Force.REFUSE_IF_USED) {
        throw e;
      }
      context.output(
          Marker.WARNING,
          "an earlier change of the publication stays unfinished: "
              + Failures.of("Finishing it", e).getMessage());
    }
  }

  private int removeFiles(Drop operation, OperationContext context, PublishIntent intent)
      throws IOException {
    try {
      return recovery.dropFiles(context, intent, targets.require(operation.point().storage()));
    } catch (IOException | RepositoryException e) {
      if (operation.force() == Force.REFUSE_IF_USED) {
        throw e;
      }
      context.output(
          Marker.WARNING,
          "files of the publication may be left behind: "
              + Failures.of("Removing them", e).getMessage());
      return 0;
    }
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
