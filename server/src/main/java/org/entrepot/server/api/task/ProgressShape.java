package org.entrepot.server.api.task;

import java.util.Map;
import org.entrepot.catalog.task.Task;
import org.entrepot.server.api.body.Json;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.MirrorOperation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.task.Progress;

/// The progress of a task in the words that clients know (spec rest-api 3.5).
final class ProgressShape {
  private ProgressShape() {}

  /// Counts by name; none for operations whose progress clients do not know.
  static Map<String, Long> of(Task task) {
    return switch (FinishedTask.operation(task)) {
      case PublicationOperation.Publish _ ->
          counts("TotalNumberOfPackages", "RemainingNumberOfPackages", task);
      case MirrorOperation.UpdateMirror _ -> mirrorUpdate(task);
      case CleanUp _ ->
          counts("TotalNumberOfPackagesToDelete", "RemainingNumberOfPackagesToDelete", task);
      default -> Map.of();
    };
  }

  private static Map<String, Long> mirrorUpdate(Task task) {
    if (FinishedTask.succeeded(task)
        && FinishedTask.result(task) instanceof OperationResult.MirrorUpdated updated) {
      return mirrorUpdate(updated.downloadedBytes(), 0, updated.downloadedFiles(), 0);
    }
    Progress progress =
        task.progressJson().isEmpty()
            ? Progress.NONE
            : Json.read(task.progressJson(), Progress.class);
    return mirrorUpdate(
        progress.totalFiles() == 0 ? 0 : progress.total(),
        progress.totalFiles() == 0 ? 0 : Math.max(0, progress.total() - progress.done()),
        progress.totalFiles(),
        Math.max(0, progress.totalFiles() - progress.files()));
  }

  private static Map<String, Long> mirrorUpdate(
      long totalBytes, long remainingBytes, long totalFiles, long remainingFiles) {
    return Map.of(
        "TotalDownloadSize",
        totalBytes,
        "RemainingDownloadSize",
        remainingBytes,
        "TotalNumberOfPackages",
        totalFiles,
        "RemainingNumberOfPackages",
        remainingFiles);
  }

  private static Map<String, Long> counts(String total, String remaining, Task task) {
    if (FinishedTask.succeeded(task)) {
      return Map.of(total, done(FinishedTask.result(task)), remaining, 0L);
    }
    if (task.progressJson().isEmpty()) {
      return Map.of();
    }
    Progress progress = Json.read(task.progressJson(), Progress.class);
    boolean counted =
        progress.unit() == Progress.Unit.PACKAGES || progress.unit() == Progress.Unit.FILES;
    return counted
        ? Map.of(
            total, progress.total(), remaining, Math.max(0, progress.total() - progress.done()))
        : Map.of();
  }

  private static long done(OperationResult result) {
    return switch (result) {
      case OperationResult.Published published ->
          published.state().map(state -> (long) state.packageCount()).orElse(0L);
      case OperationResult.CleanedUp cleaned -> cleaned.poolFiles().size();
      default -> 0L;
    };
  }
}
