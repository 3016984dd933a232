package org.entrepot.openpgp.key;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where passphrases come from; asked once for each protected key, only when it is needed.
@FunctionalInterface
public interface PassphraseSource {
  /// The passphrase of the key described so (user id and key id), if there is one. The caller
  /// closes it.
  Optional<Passphrase> passphraseFor(String keyDescription);

  /// There is none: a protected key is refused.
  static PassphraseSource none() {
    return _ -> Optional.empty();
  }

  /// These characters for every key.
  static PassphraseSource of(char[] characters) {
    char[] copy = characters.clone();
    return _ -> Optional.of(Passphrase.of(copy));
  }

  /// The content of a file for every key; it is read when it is needed.
  static PassphraseSource fromFile(Path file) {
    return _ -> Optional.of(Passphrase.fromFile(file));
  }

  /// Asks a person: the function gets the question and returns what was typed, or null when there
  /// is nobody to ask (as `Console.readPassword` does).
  static PassphraseSource prompt(Function<String, char @Nullable []> question) {
    return key ->
        Optional.ofNullable(question.apply("Passphrase of " + key + ": ")).map(Passphrase::of);
  }
}
