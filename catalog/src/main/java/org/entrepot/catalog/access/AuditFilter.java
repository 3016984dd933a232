package org.entrepot.catalog.access;

import java.time.Instant;

/// Which entries of the audit log to list: the newest ones, the oldest of them first.
///
/// @param since only what happened at this instant or later
/// @param limit how many at most
public record AuditFilter(Instant since, int limit) {
  /// Checks the limit.
  public AuditFilter {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of entries is not negative: " + limit);
    }
  }

  /// Every entry.
  public static AuditFilter all() {
    return new AuditFilter(Instant.EPOCH, Integer.MAX_VALUE);
  }
}
