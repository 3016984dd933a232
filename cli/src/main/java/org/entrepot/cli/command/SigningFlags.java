package org.entrepot.cli.command;

import java.util.List;
import java.util.Optional;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.PublicationOperation.Signing;

/// Flags that say how an archive is signed (spec cli 5.1).
final class SigningFlags {
  private static final Flag SKIP_SIGNING =
      Flag.onOff("skip-signing", "do not sign the Release files");
  private static final Flag GPG_KEY =
      Flag.list(
          "gpg-key",
          "key to sign with: fingerprint, key id or part of the user id; may be repeated");
  private static final Flag KEYRING =
      Flag.list("keyring", "keyring for gpg instead of its default one");
  private static final Flag SECRET_KEYRING =
      Flag.text("secret-keyring", "", "secret keyring, for GnuPG 1");
  private static final Flag PASSPHRASE =
      Flag.text(
          "passphrase",
          "",
          "passphrase of the key; other users of the machine can see it, so prefer"
              + " -passphrase-file");
  private static final Flag PASSPHRASE_FILE =
      Flag.text("passphrase-file", "", "file that holds the passphrase of the key");
  private static final Flag BATCH = Flag.onOff("batch", "never ask for a passphrase");

  static final List<Flag> ALL =
      List.of(SKIP_SIGNING, GPG_KEY, KEYRING, SECRET_KEYRING, PASSPHRASE, PASSPHRASE_FILE, BATCH);

  private SigningFlags() {}

  static Signing signing(FlagValues flags, Session session) {
    Signing.Mode mode = Signing.Mode.CONFIGURED;
    if (flags.isGiven(SKIP_SIGNING)) {
      mode = flags.isOn(SKIP_SIGNING) ? Signing.Mode.SKIP : Signing.Mode.SIGN;
    }
    return new Signing(
        mode,
        flags.all(GPG_KEY),
        session.gpgProvider(),
        flags.all(KEYRING),
        Optional.of(flags.text(SECRET_KEYRING)).filter(text -> !text.isEmpty()),
        flags.isOn(BATCH));
  }

  /// Passphrases from a file, the flag, or a person who is asked.
  static Secrets secrets(FlagValues flags, Session session) {
    String file = flags.text(PASSPHRASE_FILE);
    if (!file.isEmpty()) {
      return session.passphraseIn(file);
    }
    if (flags.isGiven(PASSPHRASE)) {
      return _ -> Optional.of(flags.text(PASSPHRASE).toCharArray());
    }
    boolean gpgAsks =
        session
            .gpgProvider()
            .orElse(session.configuration().signing().provider())
            .startsWith("gpg");
    if (flags.isOn(BATCH) || gpgAsks) {
      return Secrets.NONE;
    }
    return key -> session.askPassphrase("Passphrase of " + key + ": ");
  }
}
