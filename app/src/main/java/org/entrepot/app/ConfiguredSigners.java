package org.entrepot.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.cli.configuration.SigningSettings;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.Passphrase;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.openpgp.sign.CommandSigner;
import org.entrepot.openpgp.sign.GpgOptions;
import org.entrepot.openpgp.sign.GpgProgram;
import org.entrepot.openpgp.sign.GpgSigner;
import org.entrepot.openpgp.sign.GpgVariant;
import org.entrepot.openpgp.sign.InternalSigner;
import org.entrepot.openpgp.sign.ProgramLimits;
import org.entrepot.openpgp.sign.ProgramPath;
import org.entrepot.openpgp.sign.Signer;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.publish.ReleaseSigner;
import org.entrepot.service.publish.ReleaseSigners;

/// Signs as the request and the configuration say: by our own keys, the user's gpg, or an external
/// command.
final class ConfiguredSigners implements ReleaseSigners {
  private final SigningSettings settings;
  private final KeyStore keys;
  private final Path scratch;
  private final GpgOptions.Time time;

  ConfiguredSigners(SigningSettings settings, KeyStore keys, Path scratch, boolean givenTime) {
    this.settings = settings;
    this.keys = keys;
    this.scratch = scratch;
    this.time = givenTime ? GpgOptions.Time.GIVEN : GpgOptions.Time.SYSTEM;
  }

  @Override
  public Optional<ReleaseSigner> find(Signing signing, Secrets secrets) {
    boolean skip =
        switch (signing.mode()) {
          case SKIP -> true;
          case SIGN -> false;
          case CONFIGURED -> settings.disableSign();
        };
    if (skip) {
      return Optional.empty();
    }
    Signer signer = signer(signing, secrets);
    signer.check();
    return Optional.of(new Both(signer));
  }

  private Signer signer(Signing signing, Secrets secrets) {
    List<String> names = signing.keys().isEmpty() ? settings.keys() : signing.keys();
    List<String> wanted = names.stream().filter(name -> !name.isBlank()).toList();
    PassphraseSource passphrases = key -> secrets.passphrase(key).map(Passphrase::of);
    if (signing.provider().isEmpty() && !settings.command().isEmpty()) {
      return new CommandSigner(settings.command(), ProgramLimits.DEFAULT);
    }
    String provider = signing.provider().orElse(settings.provider());
    return switch (provider.toLowerCase(Locale.ROOT)) {
      case "internal" -> new InternalSigner(keys.unlock(wanted, passphrases));
      case "gpg" -> gpg(GpgVariant.GPG, signing, wanted, passphrases);
      case "gpg1" -> gpg(GpgVariant.GPG1, signing, wanted, passphrases);
      case "gpg2" -> gpg(GpgVariant.GPG2, signing, wanted, passphrases);
      default ->
          throw new RepositoryException(
              ErrorCode.INVALID_REQUEST,
              "gpg provider \"%s\" is none of internal, gpg, gpg1, gpg2".formatted(provider));
    };
  }

  private Signer gpg(
      GpgVariant variant, Signing signing, List<String> wanted, PassphraseSource passphrases) {
    var options =
        new GpgOptions(
            wanted,
            signing.keyrings(),
            signing.secretKeyring(),
            passphrases,
            signing.batch() ? GpgOptions.Interaction.BATCH : GpgOptions.Interaction.ALLOWED,
            time);
    return new GpgSigner(
        GpgProgram.find(variant, ProgramPath.ofEnvironment()),
        options,
        ProgramLimits.DEFAULT,
        scratch);
  }

  private record Both(Signer signer) implements ReleaseSigner {
    @Override
    public Signatures sign(String release, Instant time) {
      byte[] text = release.getBytes(StandardCharsets.UTF_8);
      return new Signatures(
          new String(signer.detachSign(text, time), StandardCharsets.UTF_8),
          new String(signer.clearSign(text, time), StandardCharsets.UTF_8));
    }
  }
}
