package org.entrepot.service;

/// Why a use case ended. The names are stable API; messages are not.
public enum ErrorCode {
  INVALID_NAME(Category.INVALID_INPUT),
  INVALID_QUERY(Category.INVALID_INPUT),
  INVALID_REQUEST(Category.INVALID_INPUT),
  INVALID_PACKAGE(Category.INVALID_INPUT),
  REPOSITORY_NOT_FOUND(Category.NOT_FOUND),
  SNAPSHOT_NOT_FOUND(Category.NOT_FOUND),
  PUBLICATION_NOT_FOUND(Category.NOT_FOUND),
  PACKAGE_NOT_FOUND(Category.NOT_FOUND),
  COMPONENT_NOT_FOUND(Category.NOT_FOUND),
  TASK_NOT_FOUND(Category.NOT_FOUND),
  TOKEN_NOT_FOUND(Category.NOT_FOUND),
  KEY_NOT_FOUND(Category.NOT_FOUND),
  FILE_NOT_FOUND(Category.NOT_FOUND),
  STORAGE_NOT_FOUND(Category.NOT_FOUND),
  NOTHING_FOUND(Category.NOT_FOUND),
  NAME_TAKEN(Category.ALREADY_EXISTS),
  PLACE_TAKEN(Category.ALREADY_EXISTS),
  COMPONENT_TAKEN(Category.ALREADY_EXISTS),
  PACKAGE_CONFLICT(Category.CONFLICT),
  PATH_CONFLICT(Category.CONFLICT),
  IN_USE(Category.CONFLICT),
  CHANGED_MEANWHILE(Category.CONFLICT),
  SOME_FILES_FAILED(Category.CONFLICT),
  PROCESS_ENDED(Category.CONFLICT),
  LEASE_LOST(Category.CONFLICT),
  NOT_PERMITTED(Category.FORBIDDEN),
  SIGNING_FAILED(Category.UNTRUSTED),
  CHECK_FAILED(Category.UNTRUSTED),
  CHECKSUM_MISMATCH(Category.UNTRUSTED),
  DAMAGED(Category.CORRUPT),
  STORAGE_FAILED(Category.UNAVAILABLE),
  CATALOG_FAILED(Category.UNAVAILABLE),
  CANCELLED(Category.CANCELLED),
  INTERNAL(Category.INTERNAL);

  private final Category category;

  ErrorCode(Category category) {
    this.category = category;
  }

  /// The kind of failure.
  public Category category() {
    return category;
  }
}
