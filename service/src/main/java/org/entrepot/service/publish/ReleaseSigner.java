package org.entrepot.service.publish;

import java.time.Instant;

/// Signs one Release file.
public interface ReleaseSigner {
  /// Both forms of the signature, by all keys that were asked for.
  ///
  /// @throws org.entrepot.service.RepositoryException when a key or passphrase is missing or wrong
  Signatures sign(String release, Instant time);

  /// The text of `Release.gpg` (armored, detached) and of `InRelease` (clear-signed).
  record Signatures(String detached, String clearSigned) {}
}
