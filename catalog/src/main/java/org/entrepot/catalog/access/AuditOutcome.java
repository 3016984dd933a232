package org.entrepot.catalog.access;

/// How a change ended.
public enum AuditOutcome {
  /// It has not ended.
  OPEN,
  /// It was made.
  SUCCEEDED,
  /// It was not made, for a reason.
  FAILED,
  /// It was stopped on request.
  CANCELLED,
  /// It was not allowed, or whoever asked was not known.
  REFUSED
}
