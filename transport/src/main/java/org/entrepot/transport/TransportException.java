package org.entrepot.transport;

import java.io.IOException;
import java.time.Duration;

/// A file could not be fetched. The message is one sentence for people that names the address.
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1;

  private final Outlook outlook;
  private final Duration pause;

  /// Whether trying again can help.
  public enum Outlook {
    /// The trouble may pass: a busy server, a broken connection, a timeout.
    MAY_PASS,
    /// Asking again gives the same answer.
    WILL_STAY,
    /// What came is larger than it may be, so it is another file than was meant.
    TOO_LARGE
  }

  TransportException(Outlook outlook, String message) {
    super(message);
    this.outlook = outlook;
    this.pause = Duration.ZERO;
  }

  TransportException(Outlook outlook, String message, Throwable cause) {
    super(message, cause);
    this.outlook = outlook;
    this.pause = Duration.ZERO;
  }

  /// `pause`: how long the server asked to be left alone.
  TransportException(String message, Duration pause) {
    super(message);
    this.outlook = Outlook.MAY_PASS;
    this.pause = pause;
  }

  /// Whether trying again can help.
  public boolean mayPass() {
    return outlook == Outlook.MAY_PASS;
  }

  /// Whether more came than the file may have.
  public boolean tooLarge() {
    return outlook == Outlook.TOO_LARGE;
  }

  Duration pause() {
    return pause;
  }
}
