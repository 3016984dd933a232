package org.entrepot.domain.name;

/// A name that cannot be used. The message is one sentence that says what the name was for, shows
/// it, and says what is wrong with it.
public final class InvalidNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidNameException(String message) {
    super(message);
  }
}
