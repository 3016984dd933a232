package org.entrepot.server.api.gpg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.server.PercentEncoding;
import org.entrepot.server.api.route.RefusedException;

/// Keyrings by name, each a directory of public keys below the store. A name that is a path, as
/// clients of gpg give it, is only a name here: nothing is written elsewhere.
public final class Keyrings {
  private static final String USUAL = "trustedkeys.gpg";
  private static final int MOST_CHARACTERS = 200;

  private final Path directory;
  private final Clock clock;

  /// The keyrings in a directory, which need not exist.
  public Keyrings(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// The keyring of a name, made when it is new; empty for the usual one.
  KeyStore of(String name) {
    return KeyStore.open(place(name), clock);
  }

  /// The keyring of a name, if there is one.
  Optional<KeyStore> find(String name) {
    Path place = place(name);
    return Files.isDirectory(place) ? Optional.of(KeyStore.open(place, clock)) : Optional.empty();
  }

  /// What a mirror is told for a keyring that a client names: the directory of one of these, or
  /// else the name as it is, which is that of a file.
  public String pathOf(String name) {
    Path place = place(name);
    return Files.isDirectory(place) ? place.toAbsolutePath().toString() : name;
  }

  private Path place(String name) {
    String bare = name.replaceFirst("^/+", "");
    String file = PercentEncoding.encode(bare.isEmpty() ? USUAL : bare);
    if (file.length() > MOST_CHARACTERS || file.chars().allMatch(c -> c == '.')) {
      throw RefusedException.badRequest("\"%s\" cannot be the name of a keyring".formatted(name));
    }
    return directory.resolve(file);
  }
}
