package org.entrepot.catalog.access;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.entrepot.domain.access.Actor;

/// An entry of the audit log.
///
/// @param id counts up in the order of writing
/// @param happenedAt when it was submitted
/// @param action the kind of operation, or of what else happened, as one word
/// @param title one line for people
/// @param taskId the task that did it; the task itself may be forgotten
/// @param endedAt empty while it has not ended
/// @param detail one sentence on the outcome; empty when there is nothing to say
public record AuditEntry(
    long id,
    Instant happenedAt,
    Actor actor,
    String action,
    String title,
    OptionalLong taskId,
    AuditOutcome outcome,
    Optional<Instant> endedAt,
    String detail) {}
