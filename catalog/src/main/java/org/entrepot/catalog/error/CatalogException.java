package org.entrepot.catalog.error;

import org.jspecify.annotations.Nullable;

/// What the catalog throws: a conflict, a stale value, or a failure. The transaction was rolled
/// back. The message is a sentence for people.
public abstract sealed class CatalogException extends RuntimeException
    permits CatalogFailure, ConflictException, StaleException {
  private static final long serialVersionUID = 1L;

  CatalogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
