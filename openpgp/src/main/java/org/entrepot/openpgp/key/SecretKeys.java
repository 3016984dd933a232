package org.entrepot.openpgp.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// Secret keys to choose from, still locked. Immutable and safe for use by several threads.
public final class SecretKeys {
  private final List<PGPSecretKeyRing> rings;

  SecretKeys(List<PGPSecretKeyRing> rings) {
    this.rings = List.copyOf(rings);
  }

  /// The secret keys of these keyring files (such as GnuPG's `secring.gpg`, or an export of `gpg
  /// --export-secret-keys`).
  public static SecretKeys read(List<Path> files) {
    var rings = new ArrayList<PGPSecretKeyRing>();
    for (Path file : files) {
      for (KeyReader.Entry entry : KeyReader.read(KeyFiles.read(file), file.toString())) {
        if (entry instanceof KeyReader.Entry.Secret(var ring)) {
          rings.add(ring);
        }
      }
    }
    return new SecretKeys(rings);
  }

  /// What there is, in the order of the files.
  public List<KeyDescription> list() {
    return rings.stream().map(SecretKeys::describe).toList();
  }

  /// Unlocks the key of each name, in this order; without names, the first key that can sign. A
  /// name is a fingerprint, a key id of 16 or 8 digits, or part of a user id. A key named twice
  /// signs once.
  public List<SigningKey> unlock(List<String> names, PassphraseSource passphrases, Instant now) {
    if (names.isEmpty()) {
      return List.of(unlockFirst(passphrases, now));
    }
    var keys = new ArrayList<SigningKey>();
    for (String name : names) {
      var selector = new KeySelector(name);
      PGPSecretKey key = choose(require(selector), selector, now);
      if (keys.stream()
          .noneMatch(known -> known.fingerprint().equals(Fingerprint.of(key.getFingerprint())))) {
        keys.add(unlock(key, title(ringOf(key)), passphrases));
      }
    }
    return List.copyOf(keys);
  }

  private SigningKey unlockFirst(PassphraseSource passphrases, Instant now) {
    for (PGPSecretKeyRing ring : rings) {
      Optional<PGPSecretKey> key = usable(ring, now);
      if (key.isPresent()) {
        return unlock(key.get(), title(ring), passphrases);
      }
    }
    throw new OpenPgpException(
        Reason.MISSING_KEY,
        "there is no secret key that can sign; make one with entrepot key generate, bring one with"
            + " entrepot key import, or use -skip-signing");
  }

  private PGPSecretKeyRing require(KeySelector selector) {
    List<PGPSecretKeyRing> found =
        rings.stream().filter(ring -> selector.matches(certificate(ring))).toList();
    if (found.isEmpty()) {
      throw new OpenPgpException(
          Reason.MISSING_KEY,
          "there is no secret key \"%s\"; list them with: entrepot key list"
              .formatted(selector.text()));
    }
    if (found.size() > 1) {
      throw new OpenPgpException(
          Reason.AMBIGUOUS_KEY,
          "\"%s\" names several keys; use the fingerprint of one: %s"
              .formatted(
                  selector.text(),
                  found.stream()
                      .map(ring -> certificate(ring).fingerprint().hex())
                      .collect(Collectors.joining(", "))));
    }
    return found.getFirst();
  }

  private PGPSecretKeyRing ringOf(PGPSecretKey key) {
    return rings.stream()
        .filter(ring -> ring.getSecretKey(key.getFingerprint()) != null)
        .findFirst()
        .orElseThrow();
  }

  private static PGPSecretKey choose(PGPSecretKeyRing ring, KeySelector selector, Instant now) {
    Optional<PGPSecretKey> named =
        candidates(ring, now).stream()
            .filter(component -> selector.names(component.fingerprint()))
            .filter(component -> !component.key().isMasterKey())
            .findFirst()
            .map(component -> ring.getSecretKey(component.key().getFingerprint()));
    return named.or(() -> usable(ring, now)).orElseThrow(() -> whyNot(ring, now));
  }

  /// The newest signing subkey, else the primary key: as GnuPG chooses.
  private static Optional<PGPSecretKey> usable(PGPSecretKeyRing ring, Instant now) {
    return candidates(ring, now).stream()
        .max(
            Comparator.comparing((Certificate.Component key) -> !key.key().isMasterKey())
                .thenComparing(Certificate.Component::createdAt))
        .map(component -> ring.getSecretKey(component.key().getFingerprint()));
  }

  private static List<Certificate.Component> candidates(PGPSecretKeyRing ring, Instant now) {
    return certificate(ring).components().stream()
        .filter(component -> component.signs() && !component.revoked())
        .filter(component -> !component.isExpiredAt(now))
        .filter(component -> hasSecret(ring, component))
        .toList();
  }

  private static boolean hasSecret(PGPSecretKeyRing ring, Certificate.Component component) {
    PGPSecretKey key = ring.getSecretKey(component.key().getFingerprint());
    return key != null && !key.isPrivateKeyEmpty();
  }

  private static OpenPgpException whyNot(PGPSecretKeyRing ring, Instant now) {
    var certificate = certificate(ring);
    var primary = certificate.primaryComponent();
    String title = certificate.title();
    if (!certificate.isSelfSigned()) {
      return new OpenPgpException(
          Reason.CORRUPT_KEY, title + " has no valid signature of its own: it was damaged");
    }
    if (primary.revoked()) {
      return new OpenPgpException(Reason.REVOKED_KEY, title + " has been revoked");
    }
    if (primary.isExpiredAt(now)) {
      return new OpenPgpException(
          Reason.EXPIRED_KEY,
          "%s expired at %s".formatted(title, primary.expiresAt().orElseThrow()));
    }
    return new OpenPgpException(
        Reason.UNSUPPORTED_KEY, title + " has no secret key that may sign and is valid now");
  }

  private static SigningKey unlock(PGPSecretKey key, String title, PassphraseSource passphrases) {
    if (!isProtected(key)) {
      return SigningKey.of(key.getPublicKey(), extract(key, new char[0], title), title);
    }
    try (Passphrase passphrase =
        passphrases
            .passphraseFor(title)
            .orElseThrow(() ->
                new OpenPgpException(
                    Reason.PASSPHRASE_REQUIRED, title + " needs its passphrase"))) {
      char[] characters = passphrase.characters();
      try {
        return SigningKey.of(key.getPublicKey(), extract(key, characters, title), title);
      } finally {
        java.util.Arrays.fill(characters, '\0');
      }
    }
  }

  private static PGPPrivateKey extract(PGPSecretKey key, char[] passphrase, String title) {
    try {
      return key.extractPrivateKey(
          new BcPBESecretKeyDecryptorBuilder(new JdkDigests()).build(passphrase));
    } catch (PGPException | RuntimeException e) {
      throw isProtected(key)
          ? new OpenPgpException(
              Reason.WRONG_PASSPHRASE, "the passphrase given does not open " + title, e)
          : new OpenPgpException(
              Reason.CORRUPT_KEY, "the secret half of %s is damaged".formatted(title), e);
    }
  }

  static boolean isProtected(PGPSecretKey key) {
    return key.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL;
  }

  static Certificate certificate(PGPSecretKeyRing ring) {
    return new Certificate(ring.toCertificate());
  }

  static KeyDescription describe(PGPSecretKeyRing ring) {
    boolean locked = false;
    boolean here = false;
    for (PGPSecretKey key : ring) {
      if (!key.isPrivateKeyEmpty()) {
        here = true;
        locked |= isProtected(key);
      }
    }
    return certificate(ring)
        .describe(
            !here
                ? KeyDescription.Secret.ABSENT
                : locked ? KeyDescription.Secret.PROTECTED : KeyDescription.Secret.OPEN);
  }

  private static String title(PGPSecretKeyRing ring) {
    return certificate(ring).title();
  }
}
