package org.entrepot.server.api.publication;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.entrepot.openpgp.key.Passphrase;
import org.entrepot.server.api.publication.PublicationBodies.SigningBody;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.PublicationOperation.Signing;

/// How a client wants a publication signed: what may be stored with the task, and what must not.
///
/// @param secrets present when the client gave some
record SigningRequest(Signing signing, Optional<Secrets> secrets) {
  static SigningRequest of(Optional<SigningBody> body) {
    if (body.isEmpty()) {
      return new SigningRequest(signing(Signing.Mode.SIGN, List.of(), "", ""), Optional.empty());
    }
    SigningBody given = body.get();
    if (given.skip()) {
      return new SigningRequest(signing(Signing.Mode.SKIP, List.of(), "", ""), Optional.empty());
    }
    List<String> keys =
        Arrays.stream(given.gpgKey().split(",", -1))
            .map(String::strip)
            .filter(key -> !key.isEmpty())
            .toList();
    return new SigningRequest(
        signing(Signing.Mode.SIGN, keys, given.keyring(), given.secretKeyring()), secrets(given));
  }

  private static Signing signing(
      Signing.Mode mode, List<String> keys, String keyring, String secretKeyring) {
    return new Signing(
        mode,
        keys,
        Optional.empty(),
        keyring.isEmpty() ? List.of() : List.of(keyring),
        Optional.of(secretKeyring).filter(text -> !text.isEmpty()),
        true); // there is nobody to ask
  }

  private static Optional<Secrets> secrets(SigningBody given) {
    if (!given.passphraseFile().isEmpty()) {
      Path file = Path.of(given.passphraseFile());
      return Optional.of(_ -> {
        try (Passphrase passphrase = Passphrase.fromFile(file)) {
          return Optional.of(passphrase.characters());
        }
      });
    }
    if (!given.passphrase().isEmpty()) {
      return Optional.of(_ -> Optional.of(given.passphrase().toCharArray()));
    }
    return Optional.empty();
  }
}
