package org.entrepot.server.api.route;

/// A refusal whose status is not that of its category.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// A request that cannot be understood.
  public static RefusedException badRequest(String message) {
    return new RefusedException(400, message);
  }
}
