package org.entrepot.openpgp;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyRequest;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.openpgp.sign.InternalSigner;

/// A key store with a stopped clock for tests.
public final class TestKeys {
  /// When the keys of tests are made.
  public static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  private final KeyStore store;

  private TestKeys(KeyStore store) {
    this.store = store;
  }

  /// A store below this directory.
  public static TestKeys in(Path directory) {
    return new TestKeys(KeyStore.open(directory.resolve("keys"), Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  /// The store itself.
  public KeyStore store() {
    return store;
  }

  /// Makes an unprotected key.
  public KeyDescription make(KeyAlgorithm algorithm, String userId) {
    return store.generate(
        KeyRequest.of(algorithm, userId), PassphraseSource.none(), new SecureRandom());
  }

  /// A signer with the keys of these names.
  public InternalSigner signer(String... names) {
    return new InternalSigner(store.unlock(List.of(names), PassphraseSource.none()));
  }
}
