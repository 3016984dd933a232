package org.entrepot.catalog.task;

import org.entrepot.domain.task.ResourceClaims;

/// A task as it is submitted.
///
/// @param name one line for people
/// @param operationKind the kind of operation, in the service's own words
/// @param operationJson the operation, opaque to the catalog
/// @param detached whether nobody waits for it
public record NewTask(
    String name,
    String operationKind,
    String operationJson,
    ResourceClaims claims,
    boolean detached) {}
