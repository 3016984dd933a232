package org.entrepot.cli.configuration;

import java.util.List;

/// Who signs and verifies when no flag says otherwise.
///
/// @param provider `internal`, `gpg`, `gpg1` or `gpg2`
/// @param command an external signer with its arguments, which replaces the provider; empty when
///   there is none
public record SigningSettings(
    String provider,
    boolean disableSign,
    boolean disableVerify,
    List<String> keys,
    List<String> command) {
  public SigningSettings {
    keys = List.copyOf(keys);
    command = List.copyOf(command);
  }
}
