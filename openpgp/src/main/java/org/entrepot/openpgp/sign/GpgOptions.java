package org.entrepot.openpgp.sign;

import java.util.List;
import java.util.Optional;
import org.entrepot.openpgp.key.PassphraseSource;

/// How to call gpg (the flags of the command line's signing options).
///
/// @param keys each for one `-u`, so that each makes a signature; none: gpg's default key
/// @param keyrings each for one `--keyring`, in place of the default ones
/// @param secretKeyring `--secret-keyring`, for version 1 only; later ones keep secret keys in the
///   agent
/// @param passphrase asked once for each call; none: the agent or the person is asked by gpg
/// @param interaction whether gpg may ask a person
/// @param time whose clock the signature tells
public record GpgOptions(
    List<String> keys,
    List<String> keyrings,
    Optional<String> secretKeyring,
    PassphraseSource passphrase,
    Interaction interaction,
    Time time) {
  /// Whether gpg may ask a person.
  public enum Interaction {
    /// By its agent or the terminal.
    ALLOWED,
    /// Never: `--no-tty --batch`, and `--pinentry-mode loopback` where there is one.
    BATCH
  }

  /// Whose clock the signature tells.
  public enum Time {
    /// That of the system.
    SYSTEM,
    /// The time given to the signer (`--faked-system-time`), for SOURCE_DATE_EPOCH.
    GIVEN
  }

  /// gpg's defaults.
  public static final GpgOptions DEFAULT =
      new GpgOptions(
          List.of(),
          List.of(),
          Optional.empty(),
          PassphraseSource.none(),
          Interaction.ALLOWED,
          Time.SYSTEM);

  /// Trims the keys and drops empty ones; copies the lists.
  public GpgOptions {
    keys = keys.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
    keyrings = List.copyOf(keyrings);
  }

  /// The same with other keys.
  public GpgOptions withKeys(List<String> newKeys) {
    return new GpgOptions(newKeys, keyrings, secretKeyring, passphrase, interaction, time);
  }

  /// The same with other keyrings.
  public GpgOptions withKeyrings(List<String> newKeyrings) {
    return new GpgOptions(keys, newKeyrings, secretKeyring, passphrase, interaction, time);
  }

  /// The same with a secret keyring.
  public GpgOptions withSecretKeyring(String newKeyring) {
    return new GpgOptions(keys, keyrings, Optional.of(newKeyring), passphrase, interaction, time);
  }

  /// The same with another source of the passphrase.
  public GpgOptions withPassphrase(PassphraseSource newPassphrase) {
    return new GpgOptions(keys, keyrings, secretKeyring, newPassphrase, interaction, time);
  }

  /// The same with or without a person to ask.
  public GpgOptions withInteraction(Interaction newInteraction) {
    return new GpgOptions(keys, keyrings, secretKeyring, passphrase, newInteraction, time);
  }

  /// The same with another clock.
  public GpgOptions withTime(Time newTime) {
    return new GpgOptions(keys, keyrings, secretKeyring, passphrase, interaction, newTime);
  }
}
