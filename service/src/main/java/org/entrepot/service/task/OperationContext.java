package org.entrepot.service.task;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;

/// What a running operation may do. Made only by [TaskEngine], for an operation that holds its
/// claims: nowhere else can anything be changed.
public final class OperationContext {
  private final TaskRun run;

  OperationContext(TaskRun run) {
    this.run = run;
  }

  /// The task's number.
  public long taskId() {
    return run.taskId();
  }

  /// Reads one consistent instant.
  public <T> T read(Function<View, T> query) {
    return run.catalog().read(query);
  }

  /// Commits a step before the last one, if the task is still this process's own. May call `change`
  /// again when the database asks for a retry.
  public <T> T commit(Function<Transaction, T> change) {
    return run.catalog()
        .write(transaction -> {
          run.requireHeld(transaction);
          return change.apply(transaction);
        });
  }

  /// One line for people.
  public void output(Marker marker, String line) {
    run.output(marker, line);
  }

  /// Begins a stage; `total` 0 when it is not known.
  public void stage(String stage, long total, Progress.Unit unit) {
    run.progress(new Progress(stage, 0, total, unit, ""));
  }

  /// Begins a stage that counts bytes, and the files that they belong to.
  public void stageOfFiles(String stage, long totalBytes, long totalFiles) {
    run.progress(new Progress(stage, 0, totalBytes, Progress.Unit.BYTES, "", 0, totalFiles));
  }

  /// Tells that a file of such a stage is done.
  public void finishFile(String item) {
    run.finishFile(item);
  }

  /// Tells how far the stage is. Cheap; safe for any thread.
  public void advance(long by, String item) {
    run.advance(by, item);
  }

  /// Ends the operation when another process took its task over. Call it before what readers see
  /// changes, as only the catalog refuses a process that was taken for dead by itself.
  public void requireHeld() {
    run.catalog()
        .read(view -> {
          run.requireHeld(view);
          return true;
        });
  }

  /// Ends the operation when somebody asked for it. Call it between steps that can be undone.
  public void checkCancelled() {
    if (run.isCancelled()) {
      throw new RepositoryException(
          ErrorCode.CANCELLED, "task %d was cancelled".formatted(run.taskId()));
    }
  }

  /// Secrets of whoever submitted the operation; none when another process took it over.
  public Secrets secrets() {
    return run.secrets();
  }

  /// The present time.
  public Instant now() {
    return run.clock().instant();
  }

  /// The clock itself.
  public Clock clock() {
    return run.clock();
  }
}
