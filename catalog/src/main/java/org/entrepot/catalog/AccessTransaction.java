package org.entrepot.catalog;

import java.time.Instant;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.TokenId;

/// Writes tokens and the audit log. That a task was submitted, and how it ended, is written to the
/// log by [TaskTransaction] itself.
public interface AccessTransaction {
  /// Makes a token. Throws [org.entrepot.catalog.error.ConflictException] when its name or id is
  /// taken.
  void insertToken(AccessToken token);

  /// Revokes a token. Throws [org.entrepot.catalog.error.StaleException] when it is gone.
  void deleteToken(TokenId id);

  /// Adds to the audit log what is no task.
  void recordAudit(AuditEvent event);

  /// Removes entries of the audit log that are older, and returns how many.
  int expireAudit(Instant before);
}
