package org.entrepot.service.task;

import java.io.IOException;

/// Settles what an attempt left outside the catalog.
public interface Recovery {
  /// Finishes what the task's attempt had decided, or withdraws what it had only prepared, and
  /// returns whether the operation is done now. Safe to repeat.
  boolean settle(OperationContext context) throws IOException;
}
