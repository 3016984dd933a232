package org.entrepot.domain.task;

/// How a task uses a resource.
public enum Access {
  /// Reads it; others may read it at the same time.
  SHARED,
  /// Changes it; nobody else may read or change it.
  EXCLUSIVE
}
