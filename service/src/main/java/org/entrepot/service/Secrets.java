package org.entrepot.service;

import java.util.Optional;

/// Hands out secrets from the memory of the process that submitted an operation. Never stored,
/// logged or sent.
@FunctionalInterface
public interface Secrets {
  /// The passphrase of a key, asked for at most once per attempt; empty when there is nobody to
  /// ask. The caller wipes it.
  ///
  /// @param key how the key is shown to people
  Optional<char[]> passphrase(String key);

  /// There are none.
  Secrets NONE = _ -> Optional.empty();
}
