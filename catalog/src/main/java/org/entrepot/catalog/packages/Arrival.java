package org.entrepot.catalog.packages;

import java.time.Instant;
import org.entrepot.domain.packages.PackageSet;

/// What one change brought into a repository.
///
/// @param at when, in microseconds
/// @param packages some of them may have left since, or have come again later
public record Arrival(Instant at, PackageSet packages) {}
