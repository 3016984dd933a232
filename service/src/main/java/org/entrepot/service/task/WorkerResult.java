package org.entrepot.service.task;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// What came of the work that a use case gave to another thread.
public final class WorkerResult {
  private WorkerResult() {}

  /// Waits for the work; its failure is thrown as if this thread had done it.
  ///
  /// @throws RepositoryException `CANCELLED` when this thread is interrupted, and stays so
  public static <T> T of(Future<T> work) throws IOException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException ours -> throw ours;
        case RuntimeException ours -> throw ours;
        case Error ours -> throw ours;
        case null, default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(ErrorCode.CANCELLED, "the work was interrupted", e);
    }
  }
}
