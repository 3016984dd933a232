package org.entrepot.service.task;

import org.entrepot.catalog.Transaction;
import org.entrepot.service.operation.OperationResult;

/// The last step of an operation: one short transaction, which also marks the task as succeeded. So
/// an acknowledged operation is durable, and one that is not acknowledged left nothing. May be
/// called again when the database asks for a retry, so it must have no other effects.
@FunctionalInterface
public interface Completion {
  OperationResult commit(Transaction transaction);

  /// Nothing is left to write.
  static Completion of(OperationResult result) {
    return _ -> result;
  }
}
