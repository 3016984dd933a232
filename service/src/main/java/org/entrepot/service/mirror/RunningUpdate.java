package org.entrepot.service.mirror;

import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;

/// The update of a mirror that runs at this instant.
///
/// @param task its number
/// @param processId the process that runs it
public record RunningUpdate(long task, long processId) {

  /// The running update of a mirror, if there is one.
  public static Optional<RunningUpdate> find(View view, UUID mirror) {
    var object = new Resource.ObjectId(ObjectKind.MIRROR, mirror);
    return view.tasks(TaskFilter.in(TaskState.RUNNING)).stream()
        .filter(task -> task.operationKind().equals(UpdateMirror.class.getSimpleName()))
        .filter(
            task -> task.claims().asList().stream().anyMatch(it -> it.resource().equals(object)))
        .findFirst()
        .map(task -> new RunningUpdate(task.id(), processId(view, task)));
  }

  private static long processId(View view, Task task) {
    return view.workers().stream()
        .filter(worker -> task.worker().equals(Optional.of(worker.id())))
        .mapToLong(Worker::pid)
        .findFirst()
        .orElse(0);
  }

  /// Refuses while an update runs.
  static void requireNone(View view, Mirror mirror) {
    find(view, mirror.id())
        .ifPresent(update -> {
          throw new RepositoryException(
              ErrorCode.MIRROR_BUSY,
              "mirror %s is locked by update operation, PID %d"
                  .formatted(mirror.displayName(), update.processId()));
        });
  }
}
