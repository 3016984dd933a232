package org.entrepot.openpgp.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What can be told of a key without opening it.
///
/// @param fingerprint of the primary key
/// @param algorithm of the primary key, such as `Ed25519` or `RSA 3072`
/// @param userIds those that the key itself has certified, the first one first
/// @param createdAt whole seconds
/// @param expiresAt empty: never
/// @param revoked by its owner
/// @param secret what there is of the secret half
public record KeyDescription(
    Fingerprint fingerprint,
    String algorithm,
    List<String> userIds,
    Instant createdAt,
    Optional<Instant> expiresAt,
    boolean revoked,
    Secret secret) {
  /// What there is of the secret half of a key.
  public enum Secret {
    /// Only the public half is here.
    ABSENT,
    /// It is here, and needs no passphrase.
    OPEN,
    /// It is here, and needs a passphrase.
    PROTECTED
  }

  /// Copies the list.
  public KeyDescription {
    userIds = List.copyOf(userIds);
  }

  /// The first user id and the key id, for messages and prompts.
  public String title() {
    return title(userIds, fingerprint);
  }

  static String title(List<String> userIds, Fingerprint fingerprint) {
    String keyId = "key " + fingerprint.keyId();
    return userIds.isEmpty() ? keyId : "\"%s\" (%s)".formatted(userIds.getFirst(), keyId);
  }
}
