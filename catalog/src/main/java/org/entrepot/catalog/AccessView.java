package org.entrepot.catalog;

import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.name.TokenName;

/// Reads tokens and the audit log.
public interface AccessView {
  /// Returns the token of that id: one look-up by key, whether or not there is one.
  Optional<AccessToken> findToken(TokenId id);

  /// Returns the token of that name.
  Optional<AccessToken> findToken(TokenName name);

  /// Returns all tokens, by name; those that have expired too.
  List<AccessToken> tokens();

  /// Returns entries of the audit log, the oldest first.
  List<AuditEntry> auditEntries(AuditFilter filter);
}
