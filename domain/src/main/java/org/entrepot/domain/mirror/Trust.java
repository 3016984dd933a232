package org.entrepot.domain.mirror;

import java.util.List;

/// Whose signature a Release file must have. Immutable.
///
/// @param signatures whether a signature is needed
/// @param keyrings files with the trusted keys; empty for the usual keyring
public record Trust(Signatures signatures, List<String> keyrings) {
  /// A signature by a key of the usual keyring.
  public static final Trust DEFAULT = new Trust(Signatures.REQUIRED, List.of());

  public Trust {
    keyrings = List.copyOf(keyrings);
  }

  /// Whether a signature is needed.
  public enum Signatures {
    /// At least one good signature by a trusted key, and no bad one.
    REQUIRED,
    /// None is looked at.
    IGNORED
  }

  /// Whether a signature is needed.
  public boolean needsSignature() {
    return signatures == Signatures.REQUIRED;
  }
}
