package org.entrepot.service;

/// What kind of failure an [ErrorCode] is. The edges map a category to an exit code or an HTTP
/// status.
public enum Category {
  /// The request itself is wrong; repeating it cannot help.
  INVALID_INPUT,
  /// Something that the request names does not exist.
  NOT_FOUND,
  /// A name or place is taken.
  ALREADY_EXISTS,
  /// The present state refuses it; another state may allow it.
  CONFLICT,
  /// The caller may not do this.
  FORBIDDEN,
  /// A signature, checksum or expiry does not hold.
  UNTRUSTED,
  /// Our own stored data is damaged.
  CORRUPT,
  /// A resource failed or is busy; a retry may help.
  UNAVAILABLE,
  /// The caller or an operator stopped it.
  CANCELLED,
  /// A defect.
  INTERNAL
}
