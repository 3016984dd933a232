package org.entrepot.server.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entrepot.domain.access.AccessToken;

/// Whether requests need a token.
public enum AccessMode {
  /// Whoever reaches the server may do everything. A token that is shown must still be valid, and
  /// only allows what it says.
  OPEN,
  /// Each request needs a token.
  REQUIRED;

  /// What the configuration says.
  public enum Setting {
    /// As far as others can reach the server.
    AUTO,
    REQUIRED,
    OFF
  }

  /// The mode of a server that can be reached so far.
  public static AccessMode of(Setting setting, Reach reach) {
    return switch (setting) {
      case AUTO -> reach == Reach.THIS_MACHINE ? OPEN : REQUIRED;
      case REQUIRED -> REQUIRED;
      case OFF -> OPEN;
    };
  }

  /// What whoever starts a server must know: that nobody can use it yet, or that everybody can.
  public Optional<String> notice(Reach reach, List<AccessToken> tokens, Instant now) {
    boolean usable = tokens.stream().anyMatch(token -> !token.isExpired(now));
    return switch (this) {
      case REQUIRED ->
          usable
              ? Optional.empty()
              : Optional.of(
                  "Every request needs a token, and there is none yet. Make one with: entrepot"
                      + " token create -scope=admin NAME");
      case OPEN ->
          reach == Reach.THIS_MACHINE
              ? Optional.empty()
              : Optional.of(
                  "WARNING: authentication is off, so everybody who reaches this address can change"
                      + " and remove everything.");
    };
  }
}
