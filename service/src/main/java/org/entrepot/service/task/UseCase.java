package org.entrepot.service.task;

import java.io.IOException;
import org.entrepot.catalog.View;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;

/// How one kind of operation is done. Stateless and safe for any thread.
///
/// A refusal is a `RepositoryException` from any method. What `validate` and `resources` saw may
/// have changed when `run` starts, so `run` reads everything again.
public interface UseCase<O extends Operation> {

  /// Refuses early what cannot succeed: unknown names, bad values.
  void validate(O operation, View view);

  /// What the operation reads and changes, as far as the view tells. Computed again once it is
  /// acquired; if it grew, the engine releases and acquires the larger set.
  ResourceClaims resources(O operation, View view);

  /// Does the work. Long work happens here, outside transactions; what it decided is the returned
  /// [Completion].
  Completion run(O operation, OperationContext context) throws IOException;

  /// Whether [#tidyUp] has anything to do.
  default boolean tidiesUp(O operation) {
    return false;
  }

  /// Does what must not happen before success is durable, while the task still holds its claims. A
  /// failure is logged, not reported. Called again, maybe by another process, when this one dies.
  default void tidyUp(O operation, OperationResult result) throws IOException {}

  /// Whether the operation may be run again from its start when its process died.
  default AfterCrash afterCrash() {
    return AfterCrash.FAIL;
  }

  /// What to do with a task whose process died.
  enum AfterCrash {
    FAIL,
    RETRY
  }
}
