package org.entrepot.openpgp.key;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.packet.Armor;

/// Our own keys: a directory of mode 0700 with one file of mode 0600 for each key.
///
/// `FINGERPRINT.sec.asc` holds the secret and public half of a key, `FINGERPRINT.pub.asc` the
/// public half of a key we have no more of; both are armored, so gpg can import them. A file is
/// replaced by rename and is on the disk when a method returns. Secret keys are stored with the
/// protection they were imported or made with. Two imports of the same key at the same instant: the
/// last one wins. Safe for use by several threads and processes otherwise.
public final class KeyStore {
  private static final String SECRET = ".sec.asc";
  private static final String PUBLIC = ".pub.asc";

  private static final int MOST_ATTEMPTS = 100;

  private final Path directory;
  private final Clock clock;

  private KeyStore(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// The store in this directory, which is made, or made private, if it is not.
  public static KeyStore open(Path directory, Clock clock) {
    KeyFiles.createDirectory(directory);
    return new KeyStore(directory, clock);
  }

  /// Makes a key and stores it; protected if the source has a passphrase.
  public KeyDescription generate(
      KeyRequest request, PassphraseSource protection, SecureRandom random) {
    Optional<Passphrase> passphrase =
        protection.passphraseFor("the new key \"%s\"".formatted(request.userId()));
    try {
      PGPSecretKeyRing ring = KeyGenerator.generate(request, passphrase, clock.instant(), random);
      write(new KeyReader.Entry.Secret(ring));
      return SecretKeys.describe(ring);
    } catch (PGPException e) {
      throw new OpenPgpException(
          Reason.INVALID_REQUEST, "cannot make a key for \"%s\"".formatted(request.userId()), e);
    } finally {
      passphrase.ifPresent(Passphrase::close);
    }
  }

  /// Stores the keys in these bytes, secret or public, armored, binary or keybox. What is known
  /// already is joined, not replaced. Nothing is stored if one of them cannot be used.
  public List<ImportResult> importKeys(byte[] bytes, String source) {
    return importEntries(KeyReader.read(bytes, source), source);
  }

  /// The same, of secret keys only their public halves.
  public List<ImportResult> importPublicKeys(byte[] bytes, String source) {
    return importEntries(
        KeyReader.read(bytes, source).stream()
            .map(entry ->
                entry instanceof KeyReader.Entry.Secret
                    ? new KeyReader.Entry.Public(certificate(entry).ring())
                    : entry)
            .toList(),
        source);
  }

  private List<ImportResult> importEntries(List<KeyReader.Entry> entries, String source) {
    if (entries.isEmpty()) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, source + " is empty: there is no key in it");
    }
    entries.forEach(entry -> requireUsable(entry, source));
    return entries.stream().map(entry -> importKey(entry, source)).toList();
  }

  private static void requireUsable(KeyReader.Entry entry, String source) {
    if (entry instanceof KeyReader.Entry.Unreadable(var problem)) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY, "%s holds a key that cannot be read: %s".formatted(source, problem));
    }
    Certificate certificate = certificate(entry);
    if (!certificate.isSelfSigned()) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY,
          "%s holds key %s, which has no valid signature of its own: it was damaged"
              .formatted(source, certificate.fingerprint()));
    }
  }

  private ImportResult importKey(KeyReader.Entry entry, String source) {
    Fingerprint fingerprint = certificate(entry).fingerprint();
    Optional<KeyReader.Entry> known = read(fingerprint);
    if (known.isEmpty()) {
      write(entry);
      return new ImportResult.Added(describe(entry));
    }
    try {
      KeyReader.Entry joined = join(known.get(), entry);
      if (Arrays.equals(encoded(joined), encoded(known.get()))) {
        return new ImportResult.Unchanged(describe(joined));
      }
      write(joined);
      return new ImportResult.Updated(describe(joined));
    } catch (PGPException | RuntimeException e) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY,
          "cannot join key %s of %s with the one that is stored".formatted(fingerprint, source),
          e);
    }
  }

  /// The public halves joined, with the newer secret half.
  private static KeyReader.Entry join(KeyReader.Entry known, KeyReader.Entry offered)
      throws PGPException {
    PGPPublicKeyRing publicKeys =
        PGPPublicKeyRing.join(certificate(known).ring(), certificate(offered).ring());
    if (offered instanceof KeyReader.Entry.Secret(var ring)
        && describe(offered).secret() != KeyDescription.Secret.ABSENT) {
      return new KeyReader.Entry.Secret(PGPSecretKeyRing.replacePublicKeys(ring, publicKeys));
    }
    if (known instanceof KeyReader.Entry.Secret(var ring)) {
      return new KeyReader.Entry.Secret(PGPSecretKeyRing.replacePublicKeys(ring, publicKeys));
    }
    return new KeyReader.Entry.Public(publicKeys);
  }

  /// Every key, the oldest first.
  public List<KeyDescription> list() {
    return entries().stream()
        .map(KeyStore::describe)
        .sorted(
            Comparator.comparing(KeyDescription::createdAt)
                .thenComparing(key -> key.fingerprint().hex()))
        .toList();
  }

  /// The one key of this name (a fingerprint, a key id of 16 or 8 digits, or part of a user id), if
  /// there is one; several are refused.
  public Optional<KeyDescription> find(String name) {
    return findEntry(name).map(KeyStore::describe);
  }

  /// The public half of a key.
  public byte[] exportPublic(String name, KeyEncoding encoding) {
    return written(publicBytes(certificate(require(name))), Armor.PUBLIC_KEY, encoding);
  }

  /// The secret and public half of a key, protected as it is stored.
  public byte[] exportSecret(String name, KeyEncoding encoding) {
    if (require(name) instanceof KeyReader.Entry.Secret secret) {
      return written(encoded(secret), Armor.PRIVATE_KEY, encoding);
    }
    throw new OpenPgpException(
        Reason.MISSING_KEY, "only the public half of the key \"%s\" is here".formatted(name));
  }

  /// Removes a key with its secret half, which cannot be undone.
  public KeyDescription delete(String name) {
    KeyDescription key = describe(require(name));
    KeyFiles.delete(file(key.fingerprint(), SECRET));
    KeyFiles.delete(file(key.fingerprint(), PUBLIC));
    return key;
  }

  /// The secret keys, the oldest first.
  public SecretKeys secretKeys() {
    return new SecretKeys(
        entries().stream()
            .filter(KeyReader.Entry.Secret.class::isInstance)
            .map(entry -> ((KeyReader.Entry.Secret) entry).ring())
            .sorted(
                Comparator.comparing(
                    (PGPSecretKeyRing ring) -> ring.getPublicKey().getCreationTime()))
            .toList());
  }

  /// Unlocks keys to sign with; see [SecretKeys#unlock].
  public List<SigningKey> unlock(List<String> names, PassphraseSource passphrases) {
    Instant now = clock.instant();
    try {
      return secretKeys().unlock(names, passphrases, now);
    } catch (OpenPgpException e) {
      if (e.reason() == Reason.MISSING_KEY) {
        throw new OpenPgpException(
            e.reason(), "%s (looked in %s)".formatted(e.getMessage(), directory), e);
      }
      throw e;
    }
  }

  /// The public halves of all keys.
  public Keyring keyring() {
    return Keyring.of(entries().stream().map(KeyStore::certificate).toList());
  }

  private KeyReader.Entry require(String name) {
    return findEntry(name)
        .orElseThrow(() ->
            new OpenPgpException(
                Reason.MISSING_KEY,
                "there is no key \"%s\" in %s; list them with: entrepot key list"
                    .formatted(name, directory)));
  }

  private Optional<KeyReader.Entry> findEntry(String name) {
    var selector = new KeySelector(name);
    List<KeyReader.Entry> found =
        entries().stream().filter(entry -> selector.matches(certificate(entry))).toList();
    if (found.size() > 1) {
      throw new OpenPgpException(
          Reason.AMBIGUOUS_KEY,
          "\"%s\" names several keys; use the fingerprint of one: %s"
              .formatted(
                  name,
                  found.stream()
                      .map(entry -> certificate(entry).fingerprint().hex())
                      .collect(Collectors.joining(", "))));
    }
    return found.stream().findFirst();
  }

  /// Others may remove a key, or put a secret one in the place of a public one, in between.
  private List<KeyReader.Entry> entries() {
    for (int attempt = 1; ; attempt++) {
      try {
        return entriesNow();
      } catch (OpenPgpException e) {
        if (e.reason() != Reason.MISSING_KEY || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private List<KeyReader.Entry> entriesNow() {
    var entries = new ArrayList<KeyReader.Entry>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.asc")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(SECRET) || (name.endsWith(PUBLIC) && !Files.exists(secretBeside(file)))) {
          entries.add(readFile(file));
        }
      }
    } catch (IOException e) {
      throw new OpenPgpException(Reason.STORAGE, "cannot list the keys in " + directory, e);
    }
    return entries;
  }

  /// Where the secret half is, if there is one: it counts then, and holds the public half too.
  private static Path secretBeside(Path publicFile) {
    String name = publicFile.getFileName().toString();
    return publicFile.resolveSibling(name.substring(0, name.length() - PUBLIC.length()) + SECRET);
  }

  private Optional<KeyReader.Entry> read(Fingerprint fingerprint) {
    for (String suffix : List.of(SECRET, PUBLIC)) {
      Path file = file(fingerprint, suffix);
      if (Files.exists(file)) {
        return Optional.of(readFile(file));
      }
    }
    return Optional.empty();
  }

  private static KeyReader.Entry readFile(Path file) {
    List<KeyReader.Entry> entries = KeyReader.read(KeyFiles.read(file), file.toString());
    if (entries.size() != 1 || entries.getFirst() instanceof KeyReader.Entry.Unreadable) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY,
          "the key file %s is damaged; restore it from a backup or remove it".formatted(file));
    }
    return entries.getFirst();
  }

  private void write(KeyReader.Entry entry) {
    boolean isSecret = entry instanceof KeyReader.Entry.Secret;
    Fingerprint fingerprint = certificate(entry).fingerprint();
    KeyFiles.write(
        file(fingerprint, isSecret ? SECRET : PUBLIC),
        Armor.write(isSecret ? Armor.PRIVATE_KEY : Armor.PUBLIC_KEY, encoded(entry)));
    if (isSecret) {
      KeyFiles.delete(file(fingerprint, PUBLIC));
    }
  }

  private Path file(Fingerprint fingerprint, String suffix) {
    return directory.resolve(fingerprint.hex() + suffix);
  }

  private static Certificate certificate(KeyReader.Entry entry) {
    return switch (entry) {
      case KeyReader.Entry.Public(var ring) -> new Certificate(ring);
      case KeyReader.Entry.Secret(var ring) -> SecretKeys.certificate(ring);
      case KeyReader.Entry.Unreadable(var problem) ->
          throw new OpenPgpException(Reason.CORRUPT_KEY, problem);
    };
  }

  private static KeyDescription describe(KeyReader.Entry entry) {
    return entry instanceof KeyReader.Entry.Secret(var ring)
        ? SecretKeys.describe(ring)
        : certificate(entry).describe(KeyDescription.Secret.ABSENT);
  }

  private static byte[] encoded(KeyReader.Entry entry) {
    try {
      return entry instanceof KeyReader.Entry.Secret(var ring)
          ? ring.getEncoded(PacketFormat.LEGACY)
          : publicBytes(certificate(entry));
    } catch (IOException e) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, "cannot write a key as packets", e);
    }
  }

  private static byte[] publicBytes(Certificate certificate) {
    try {
      return certificate.ring().getEncoded(PacketFormat.LEGACY);
    } catch (IOException e) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, "cannot write a key as packets", e);
    }
  }

  private static byte[] written(byte[] packets, String label, KeyEncoding encoding) {
    return switch (encoding) {
      case ARMORED -> Armor.write(label, packets);
      case BINARY -> packets;
    };
  }
}
