package org.entrepot.catalog.task;

import java.time.Instant;
import java.util.UUID;

/// A process that runs tasks.
///
/// @param startTicks when the process started, in clock ticks since boot; with pid and boot id it
///   tells a living process from another one with its number
/// @param leaseUntil when others that cannot look at the process may call it dead
public record Worker(
    UUID id, String host, long pid, long startTicks, String bootId, Instant leaseUntil) {}
