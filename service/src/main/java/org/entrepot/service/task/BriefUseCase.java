package org.entrepot.service.task;

import java.io.IOException;
import java.time.Instant;
import org.entrepot.catalog.Transaction;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;

/// How an operation is done that is one short transaction and nothing besides: it needs no files
/// and no time. When somebody waits for it and nobody conflicts with it, it is done without a task
/// (`docs/decisions/0012-brief-changes.md`).
public interface BriefUseCase<O extends Operation> extends UseCase<O> {

  /// Whether this is such an operation; of some kinds not every one is.
  default boolean isBrief(O operation) {
    return true;
  }

  /// Makes the whole change, of what [#validate] has just let pass in the same transaction. May be
  /// called again when the database asks for a retry.
  ///
  /// @param now when it is made
  OperationResult change(O operation, Transaction transaction, Instant now);

  @Override
  default Completion run(O operation, OperationContext context) throws IOException {
    Instant now = context.now();
    return transaction -> {
      validate(operation, transaction);
      return change(operation, transaction, now);
    };
  }

  /// Nothing is written before the only commit, which ends the task too.
  @Override
  default AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
