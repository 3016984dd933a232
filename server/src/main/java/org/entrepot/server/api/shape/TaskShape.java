package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.entrepot.catalog.task.Task;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.TaskState;
import org.jspecify.annotations.Nullable;

/// A task.
///
/// @param state 0 waits, 1 runs, 2 succeeded, 3 failed or was cancelled
/// @param resources what it reads and changes, opaque; null for nothing
public record TaskShape(
    String name, @JsonProperty("ID") long id, int state, @Nullable List<String> resources) {
  /// The task as it is.
  public static TaskShape of(Task task) {
    return new TaskShape(task.name(), task.id(), number(task.state()), resources(task));
  }

  /// The task as it was submitted.
  public static TaskShape submitted(Task task) {
    return new TaskShape(task.name(), task.id(), number(TaskState.WAITING), resources(task));
  }

  /// What clients call a state.
  public static int number(TaskState state) {
    return switch (state) {
      case WAITING -> 0;
      case RUNNING -> 1;
      case SUCCEEDED -> 2;
      case FAILED, CANCELLED -> 3;
    };
  }

  private static @Nullable List<String> resources(Task task) {
    List<String> claims = task.claims().asList().stream().map(TaskShape::text).toList();
    return claims.isEmpty() ? null : claims;
  }

  /// Clients know upload directories by their paths.
  private static String text(ResourceClaim claim) {
    return claim.resource() instanceof Resource.SourcePath(var path) ? path : claim.toText();
  }
}
