package org.entrepot.catalog.error;

import org.jspecify.annotations.Nullable;

/// The catalog could not do what was asked, through no fault of what was asked.
public final class CatalogFailure extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// Why the catalog failed, for callers that choose a category of error.
  public enum Reason {
    /// A later attempt may succeed: no connection, no answer in time, a lock that is held too long.
    UNAVAILABLE,
    /// The connection broke while committing: read again before another attempt.
    OUTCOME_UNKNOWN,
    /// It was undone with another change: the same again may succeed.
    WITHDRAWN,
    /// No space, no permission, a read-only file system.
    NOT_WRITABLE,
    /// The stored data does not make sense, or the file is not a catalog.
    CORRUPT,
    /// The catalog was written by a newer Entrepot.
    TOO_NEW,
    /// An error of ours.
    INTERNAL
  }

  private final Reason reason;

  /// Fails with a sentence for people.
  public CatalogFailure(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Stored data that does not make sense.
  public static CatalogFailure corrupt(String message) {
    return new CatalogFailure(Reason.CORRUPT, message, null);
  }

  /// Returns why.
  public Reason reason() {
    return reason;
  }
}
