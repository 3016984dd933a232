package org.entrepot.openpgp.sign;

import java.time.Instant;

/// Makes the signatures of a published archive: `InRelease` and `Release.gpg`.
///
/// Every failure is an [org.entrepot.openpgp.OpenPgpException] with a sentence for people. Safe for
/// use by several threads.
public interface Signer extends AutoCloseable {
  /// Refuses now what could not sign later (a missing program, an unknown key), so that hours of
  /// work are not done in vain. Returns silently otherwise; makes no signature.
  void check();

  /// The clear-signed message (RFC 4880 section 7) of this text, digest SHA-256; a text without a
  /// final newline gets one.
  byte[] clearSign(byte[] text, Instant time);

  /// The armored detached signature of these bytes, digest SHA-256.
  byte[] detachSign(byte[] data, Instant time);

  /// Forgets the keys.
  @Override
  void close();
}
