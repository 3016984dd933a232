package org.entrepot.service.operation;

import java.util.Optional;

/// How files are fetched, where it is not as configured.
///
/// @param tries how often a file is asked for
/// @param bytesPerSecond bound for all files together
public record Fetching(Optional<Integer> tries, Optional<Long> bytesPerSecond) {
  /// As configured.
  public static final Fetching CONFIGURED = new Fetching(Optional.empty(), Optional.empty());
}
