package org.entrepot.domain.access;

import java.time.Instant;
import java.util.Optional;
import org.entrepot.domain.name.TokenName;
import org.entrepot.format.checksum.Sha256;

/// A token as the store knows it, without its secret. Never changed, only made and revoked.
/// Immutable.
///
/// @param secretDigest SHA-256 of the random bits of its [TokenSecret]
/// @param comment free text, may be empty
/// @param expiresAt empty for a token that does not expire
public record AccessToken(
    TokenId id,
    TokenName name,
    Sha256 secretDigest,
    Grant grant,
    String comment,
    Instant createdAt,
    Optional<Instant> expiresAt) {
  /// Whether it is not valid any more at an instant.
  public boolean isExpired(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }
}
