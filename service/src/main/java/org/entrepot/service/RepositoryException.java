package org.entrepot.service;

import org.jspecify.annotations.Nullable;

/// Ends a use case. The message is one sentence for people: what was tried, on what, why it failed,
/// what to do.
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public RepositoryException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public RepositoryException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// Refuses what was asked, for how it was asked.
  public static RepositoryException invalidRequest(String message) {
    return new RepositoryException(ErrorCode.INVALID_REQUEST, message);
  }

  /// Why, for programs.
  public ErrorCode code() {
    return code;
  }

  /// The sentence for people; never empty.
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }
}
