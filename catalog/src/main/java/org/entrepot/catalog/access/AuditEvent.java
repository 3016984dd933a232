package org.entrepot.catalog.access;

import org.entrepot.domain.access.Actor;

/// Something to be kept in the audit log that is no task.
///
/// @param action what it was as one word, such as `CancelTask`
/// @param title one line for people
/// @param detail one sentence on the outcome, may be empty
public record AuditEvent(
    Actor actor, String action, String title, AuditOutcome outcome, String detail) {}
