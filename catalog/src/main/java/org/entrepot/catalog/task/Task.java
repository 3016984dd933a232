package org.entrepot.catalog.task;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.task.TaskState;

/// A task as it was at one instant. Its output is read apart.
///
/// @param id counts up in the order of submission
/// @param worker who runs it or ran it last
/// @param attempt how often it was started; with the worker it is the fencing token
/// @param waiter the worker that waits for it; empty for a detached task
/// @param progressJson opaque to the catalog; empty when none was reported
/// @param resultJson opaque to the catalog; empty unless it succeeded, or runs on only to tidy up
/// @param errorCode empty unless it failed or was cancelled
/// @param errorMessage one sentence; empty unless it failed or was cancelled
/// @param actor who submitted it
/// @param grant what that actor might do then
public record Task(
    long id,
    String name,
    String operationKind,
    String operationJson,
    ResourceClaims claims,
    TaskState state,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<UUID> worker,
    int attempt,
    boolean cancelRequested,
    String progressJson,
    String resultJson,
    String errorCode,
    String errorMessage,
    Optional<UUID> waiter,
    Actor actor,
    Grant grant) {
  /// Returns whether it will not change any more.
  public boolean isFinished() {
    return state.isFinished();
  }
}
