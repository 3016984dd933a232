package org.entrepot.storage;

import java.io.IOException;
import java.io.Serial;

/// A storage call failed for a reason that is known; the message is one sentence that names the
/// path and the remedy.
///
/// A plain `IOException` from the same methods means that the reason is not known. Nothing was
/// changed when a method throws, unless that method says otherwise.
public final class StorageException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /// What a caller can do about it.
  public enum Reason {
    /// The disk or the quota is full: free space, then repeat.
    NO_SPACE,
    /// The process may not read or write there, or the file system is read-only.
    DENIED,
    /// The file is not there.
    MISSING,
    /// A name or path is not acceptable, or leads out of the storage.
    BAD_PATH,
    /// The source is a directory, a device, a pipe or a socket.
    NOT_A_FILE,
    /// The source changed while it was read: repeat when its writer is done.
    SOURCE_CHANGED,
    /// Stored bytes are not those that were promised.
    CORRUPT
  }

  private final Reason reason;

  /// An error without an underlying exception.
  public StorageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// An error that explains `cause`.
  public StorageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// The kind of failure.
  public Reason reason() {
    return reason;
  }
}
