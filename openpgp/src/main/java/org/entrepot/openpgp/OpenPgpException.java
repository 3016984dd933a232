package org.entrepot.openpgp;

/// A key, signature, passphrase or signing program that cannot be used.
///
/// The message is one sentence for people that says what was tried, on what, and what to do; it
/// never holds a passphrase or secret key material. [#reason] is for callers that branch.
public final class OpenPgpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why; stable, messages are not.
  public enum Reason {
    /// No key answers to the name, or only its public half is there where the secret one is needed.
    MISSING_KEY,
    /// Several keys answer to the name.
    AMBIGUOUS_KEY,
    /// The key is protected, and no passphrase was given.
    PASSPHRASE_REQUIRED,
    /// The passphrase given does not open the key, or cannot be read.
    WRONG_PASSPHRASE,
    /// The key has expired, or is younger than the time of the signature.
    EXPIRED_KEY,
    /// The key's owner has revoked it.
    REVOKED_KEY,
    /// The key is valid, but of an algorithm or with a use that does not fit.
    UNSUPPORTED_KEY,
    /// The bytes are no key, or a damaged one.
    CORRUPT_KEY,
    /// The bytes are no signature, no signed message or no armor.
    MALFORMED,
    /// A signature is bad, or no trusted key made one.
    UNTRUSTED,
    /// A program needed for signing is not installed, or has an unsuitable version.
    MISSING_PROGRAM,
    /// A program needed for signing failed, or printed something that is no signature.
    PROGRAM_FAILED,
    /// A program needed for signing did not end in time.
    TIMEOUT,
    /// A request that no key could satisfy, such as an empty user id.
    INVALID_REQUEST,
    /// A key file could not be read or written.
    STORAGE
  }

  private final Reason reason;

  /// An exception with its one-sentence message.
  public OpenPgpException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// An exception with its one-sentence message and what led to it.
  public OpenPgpException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Why.
  public Reason reason() {
    return reason;
  }
}
