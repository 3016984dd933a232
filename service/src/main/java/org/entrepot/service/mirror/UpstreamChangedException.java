package org.entrepot.service.mirror;

/// What an archive serves does not fit the Release file that was read: it is being changed, and the
/// update must begin again, or it is broken.
final class UpstreamChangedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UpstreamChangedException(String message) {
    super(message);
  }

  UpstreamChangedException(String message, Throwable cause) {
    super(message, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
