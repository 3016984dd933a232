package org.entrepot.service.task;

import java.time.Clock;
import java.util.UUID;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.View;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;

/// One attempt at a task in this process: its fencing token, its output and progress not yet
/// written, its cancel flag. Safe for any thread.
final class TaskRun {
  private static final int OUTPUT_BOUND = 4 * 1024 * 1024; // characters kept of one task's output

  private final Catalog catalog;
  private final Clock clock;
  private final long taskId;
  private final UUID worker;
  private final int attempt;
  private final Secrets secrets;
  private final TaskListener listener;

  private final StringBuilder pendingOutput = new StringBuilder();
  private long outputLength;
  private Progress progress = Progress.NONE;
  private boolean progressChanged;
  private volatile boolean cancelled;

  TaskRun(
      Catalog catalog,
      Clock clock,
      long taskId,
      UUID worker,
      int attempt,
      Secrets secrets,
      TaskListener listener) {
    this.catalog = catalog;
    this.clock = clock;
    this.taskId = taskId;
    this.worker = worker;
    this.attempt = attempt;
    this.secrets = secrets;
    this.listener = listener;
  }

  Catalog catalog() {
    return catalog;
  }

  Clock clock() {
    return clock;
  }

  long taskId() {
    return taskId;
  }

  UUID worker() {
    return worker;
  }

  int attempt() {
    return attempt;
  }

  Secrets secrets() {
    return secrets;
  }

  /// Fencing: refuses to go on when another process took the task over.
  void requireHeld(View view) {
    if (!view.stillHolds(taskId, worker, attempt)) {
      throw new RepositoryException(
          ErrorCode.LEASE_LOST,
          "task %d was taken over by another process, which decides what becomes of it"
              .formatted(taskId));
    }
  }

  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  synchronized void output(Marker marker, String text) {
    String line = OneLine.of(text);
    String printed = marker.prefix() + line + "\n";
    outputLength += printed.length();
    if (outputLength <= OUTPUT_BOUND) {
      pendingOutput.append(printed);
    }
    listener.output(marker, line);
  }

  synchronized void progress(Progress now) {
    progress = now;
    progressChanged = true;
    listener.progress(now);
  }

  synchronized void advance(long by, String item) {
    progress(progress.advanced(by, 0, item));
  }

  synchronized void finishFile(String item) {
    progress(progress.advanced(0, 1, item));
  }

  /// Output not yet written; forgets it.
  synchronized String takeOutput() {
    String text = pendingOutput.toString();
    pendingOutput.setLength(0);
    return text;
  }

  /// Whether progress changed since the last call.
  synchronized boolean takeProgressChanged() {
    boolean changed = progressChanged;
    progressChanged = false;
    return changed;
  }

  synchronized Progress progress() {
    return progress;
  }
}
