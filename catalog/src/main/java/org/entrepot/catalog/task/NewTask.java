package org.entrepot.catalog.task;

import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.ResourceClaims;

/// A task as it is submitted.
///
/// @param name one line for people
/// @param operationKind the kind of operation, in the service's own words
/// @param operationJson the operation, opaque to the catalog
/// @param actor who wants it
/// @param grant what that actor may do: whoever runs the task holds it to that
/// @param waiter the worker that waits for it and will run it; empty when any worker may
public record NewTask(
    String name,
    String operationKind,
    String operationJson,
    ResourceClaims claims,
    Actor actor,
    Grant grant,
    Optional<UUID> waiter) {}
