package org.entrepot.openpgp.verify;

import java.time.Instant;
import org.entrepot.openpgp.key.Fingerprint;

/// What one signature is worth. A key id has 16 hexadecimal digits; a title is the first user id
/// with the key id.
public sealed interface SignatureCheck {
  /// A trusted, valid key made it over these very bytes.
  ///
  /// @param primary the primary key, which names the signer
  /// @param signer the key or subkey that signed
  record Good(Fingerprint primary, Fingerprint signer, String title, Instant madeAt)
      implements SignatureCheck {}

  /// It claims to be of a trusted key, but does not fit the bytes: they were changed.
  record Bad(String keyId, String title) implements SignatureCheck {}

  /// No trusted key has this key id.
  record UnknownKey(String keyId) implements SignatureCheck {}

  /// It fits, but the key or the signature was no longer valid at the time of checking.
  record Expired(Fingerprint primary, String title, Instant expiredAt) implements SignatureCheck {}

  /// It fits, but the owner has revoked the key.
  record Revoked(Fingerprint primary, String title) implements SignatureCheck {}

  /// It cannot count whatever it fits: too weak, of an unknown kind, or by a key that may not sign.
  record Unusable(String keyId, String problem) implements SignatureCheck {}

  /// One line for people.
  static String describe(SignatureCheck check) {
    return switch (check) {
      case Good(_, _, var title, var madeAt) ->
          "good signature by %s of %s".formatted(title, madeAt);
      case Bad(_, var title) -> "BAD signature by " + title;
      case UnknownKey(var keyId) ->
          "signature by key %s, which is not in the keyring".formatted(keyId);
      case Expired(_, var title, var at) -> "signature by %s, expired at %s".formatted(title, at);
      case Revoked(_, var title) -> "signature by %s, which has been revoked".formatted(title);
      case Unusable(var keyId, var problem) ->
          "signature by key %s that cannot count: %s".formatted(keyId, problem);
    };
  }
}
