package org.entrepot.openpgp.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreTest {
  @TempDir Path directory;
  private TestKeys keys;
  private KeyStore store;

  @BeforeEach
  void open() {
    keys = TestKeys.in(directory);
    store = keys.store();
  }

  @Test
  void onlyTheOwnerMayReadKeys() throws IOException {
    KeyDescription key = keys.make(KeyAlgorithm.ED25519, "A <a@example.org>");

    Path folder = directory.resolve("keys");
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve(key.fingerprint() + ".sec.asc"))).isEqualTo("rw-------");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void anOpenDirectoryIsMadePrivate() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("deep/er/keys"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    KeyStore.open(folder, Clock.systemUTC());

    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void aReplacedFileIsPrivateAgain() throws IOException {
    KeyDescription key = keys.make(KeyAlgorithm.ED25519, "A <a@example.org>");
    byte[] secret = store.exportSecret("a@example.org", KeyEncoding.ARMORED);
    Path file = directory.resolve("keys").resolve(key.fingerprint() + ".sec.asc");
    store.delete("a@example.org");
    store.importKeys(
        store(directory.resolve("other")).exportPublic("o@", KeyEncoding.ARMORED), "o");
    store.importKeys(secret, "backup");

    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static KeyStore store(Path directory) {
    var other = TestKeys.in(directory);
    other.make(KeyAlgorithm.ED25519, "O <o@example.org>");
    return other.store();
  }

  @Test
  void aKeyIsFoundByFingerprintKeyIdAndUserId() {
    KeyDescription key = keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    keys.make(KeyAlgorithm.ED25519, "Bob <bob@example.org>");
    String hex = key.fingerprint().hex();

    for (String name :
        List.of(
            hex,
            hex.toLowerCase(java.util.Locale.ROOT),
            "0x" + hex,
            hex.substring(24),
            hex.substring(32),
            "0x" + hex.substring(32),
            hex.substring(24) + "!",
            hex.replaceAll("(.{4})", "$1 ").strip(),
            "alice@example.org",
            "ALICE",
            " lice ")) {
      assertThat(store.find(name))
          .as(name)
          .map(KeyDescription::fingerprint)
          .contains(key.fingerprint());
    }
    assertThat(store.find("carol")).isEmpty();
    assertThat(store.find("")).isEmpty();
    assertThat(store.find(hex.substring(20))).isEmpty();
  }

  @Test
  void aNameOfSeveralKeysIsRefusedWithTheirFingerprints() {
    KeyDescription one = keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    KeyDescription two = keys.make(KeyAlgorithm.ED25519, "Bob <bob@example.org>");

    assertRefused(Reason.AMBIGUOUS_KEY, () -> store.find("example.org"));
    assertRefused(Reason.AMBIGUOUS_KEY, () -> unlock("example.org"));
    assertThatThrownBy(() -> store.delete("example.org"))
        .hasMessageContaining(one.fingerprint().hex())
        .hasMessageContaining(two.fingerprint().hex());
    assertThat(store.list()).hasSize(2);
  }

  @Test
  void severalKeysAreUnlockedInTheirOrderAndOnce() {
    KeyDescription one = keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    KeyDescription two = keys.make(KeyAlgorithm.ED25519, "Bob <bob@example.org>");

    assertThat(unlock("bob", "alice", two.fingerprint().keyId()))
        .extracting(SigningKey::fingerprint)
        .containsExactly(two.fingerprint(), one.fingerprint());
  }

  @Test
  void missingKeysAreNamedWithTheDirectory() {
    assertRefused(Reason.MISSING_KEY, () -> unlock());
    assertRefused(Reason.MISSING_KEY, () -> unlock("nobody"));
    assertRefused(Reason.MISSING_KEY, () -> store.exportSecret("nobody", KeyEncoding.ARMORED));
    assertRefused(Reason.MISSING_KEY, () -> store.delete("nobody"));
    assertThatThrownBy(() -> unlock("nobody"))
        .hasMessage(
            "there is no secret key \"nobody\"; list them with: entrepot key list (looked in %s)",
            directory.resolve("keys"));
  }

  @Test
  void aPublicKeyCannotSignOrBeExportedAsSecret() {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    byte[] publicKey = store.exportPublic("alice", KeyEncoding.BINARY);
    store.delete("alice");
    assertThat(store.list()).isEmpty();

    store.importKeys(publicKey, "alice.gpg");

    assertThat(store.list().getFirst().secret()).isEqualTo(KeyDescription.Secret.ABSENT);
    assertRefused(Reason.MISSING_KEY, () -> unlock("alice"));
    assertRefused(Reason.MISSING_KEY, () -> store.exportSecret("alice", KeyEncoding.ARMORED));
    assertThat(store.keyring().certificates()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "RSA_3072"})
  void passphrasesProtect(KeyAlgorithm algorithm) throws IOException {
    char[] secret = "correct horse \u00e9".toCharArray();
    KeyDescription key =
        store.generate(
            KeyRequest.of(algorithm, "Alice <alice@example.org>"),
            PassphraseSource.of(secret),
            new SecureRandom());
    Path file = Files.writeString(directory.resolve("pass"), "\n correct horse \u00e9\r\n\n");

    assertThat(key.secret()).isEqualTo(KeyDescription.Secret.PROTECTED);
    assertRefused(
        Reason.PASSPHRASE_REQUIRED, () -> store.unlock(List.of("alice"), PassphraseSource.none()));
    for (String wrong : List.of("", "correct horse", "correct horse \u00e9 ")) {
      assertRefused(
          Reason.WRONG_PASSPHRASE,
          () -> store.unlock(List.of("alice"), PassphraseSource.of(wrong.toCharArray())));
    }
    assertThat(store.unlock(List.of("alice"), PassphraseSource.of(secret))).hasSize(1);
    assertThat(store.unlock(List.of(), PassphraseSource.fromFile(file))).hasSize(1);
    assertThat(store.unlock(List.of(), PassphraseSource.prompt(_ -> secret))).hasSize(1);
    assertRefused(
        Reason.PASSPHRASE_REQUIRED,
        () -> store.unlock(List.of(), PassphraseSource.prompt(_ -> null)));
  }

  @Test
  void aPromptNamesTheKeyAndIsAskedOnlyForProtectedOnes() {
    keys.make(KeyAlgorithm.ED25519, "Open <open@example.org>");
    store.generate(
        KeyRequest.of(KeyAlgorithm.ED25519, "Alice <alice@example.org>"),
        PassphraseSource.of("x".toCharArray()),
        new SecureRandom());
    var questions = new java.util.ArrayList<String>();

    store.unlock(
        List.of("open", "alice"),
        PassphraseSource.prompt(question -> {
          questions.add(question);
          return "x".toCharArray();
        }));

    assertThat(questions)
        .containsExactly(
            "Passphrase of \"Alice <alice@example.org>\" (key %s): "
                .formatted(store.find("alice").orElseThrow().fingerprint().keyId()));
  }

  @Test
  void unreadablePassphraseFilesAreNamed() throws IOException {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF, 1});
    Path large = Files.write(directory.resolve("large"), new byte[100_000]);

    assertThatThrownBy(() -> Passphrase.fromFile(directory.resolve("none")))
        .hasMessageContaining("cannot read the passphrase file");
    assertThatThrownBy(() -> Passphrase.fromFile(binary)).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> Passphrase.fromFile(large)).hasMessageContaining("64 KiB");
  }

  @Test
  void passphrasesDoNotShowThemselves() {
    var passphrase = Passphrase.of("hunter2".toCharArray());
    try (passphrase) {
      assertThat(passphrase).hasToString("(passphrase)");
      assertThat(passphrase.utf8()).isEqualTo("hunter2".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(passphrase.characters()).containsOnly('\0');
  }

  @Test
  void anExpiredKeyIsRefused() {
    store.generate(
        new KeyRequest(
            KeyAlgorithm.ED25519, "Alice <alice@example.org>", Optional.of(Duration.ofDays(1))),
        PassphraseSource.none(),
        new SecureRandom());
    assertThat(unlock("alice")).hasSize(1);
    var later =
        KeyStore.open(
            directory.resolve("keys"),
            Clock.fixed(TestKeys.NOW.plus(Duration.ofDays(1)), ZoneOffset.UTC));

    assertRefused(
        Reason.EXPIRED_KEY, () -> later.unlock(List.of("alice"), PassphraseSource.none()));
    assertRefused(Reason.MISSING_KEY, () -> later.unlock(List.of(), PassphraseSource.none()));
  }

  @Test
  void aTimeBeforeTheKeyIsRefused() {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");

    assertThatThrownBy(
            () -> keys.signer("alice").detachSign(new byte[0], TestKeys.NOW.minusSeconds(1)))
        .hasMessageContaining("SOURCE_DATE_EPOCH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000", " a", "a\u2028b", "a\ud800"})
  void strangeUserIdsAreRefused(String userId) {
    assertRefused(Reason.INVALID_REQUEST, () -> KeyRequest.of(KeyAlgorithm.ED25519, userId));
  }

  @Test
  void truncatedKeysAreRefusedAtEveryLength() {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    for (KeyEncoding encoding : KeyEncoding.values()) {
      byte[] key = store.exportSecret("alice", encoding);
      var other = KeyStore.open(directory.resolve("other"), Clock.systemUTC());
      for (int length = 0; length < key.length - 1; length++) {
        byte[] part = Arrays.copyOf(key, length);
        assertThatThrownBy(() -> other.importKeys(part, "part"))
            .isInstanceOfSatisfying(
                OpenPgpException.class,
                e -> assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.CORRUPT_KEY))
            .hasMessageStartingWith("part");
      }
      assertThat(other.list()).isEmpty();
    }
  }

  @Test
  void aKeyWithAnotherAlgorithmNumberIsRefused() {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    keys.make(KeyAlgorithm.RSA_3072, "Bob <bob@example.org>");
    for (String user : List.of("alice", "bob")) {
      byte[] key = store.exportSecret(user, KeyEncoding.BINARY);
      int body = key[0] == (byte) 0x94 ? 2 : 3; // after one or two octets of length
      for (int algorithm = 0; algorithm < 256; algorithm++) {
        byte[] other = key.clone();
        other[body + 5] = (byte) algorithm;
        if (algorithm != (key[body + 5] & 0xFF)) {
          assertThatThrownBy(() -> store.importKeys(other, "other"))
              .as("algorithm %d", algorithm)
              .isInstanceOf(OpenPgpException.class);
        }
      }
    }
  }

  @Test
  void aSecretThatDoesNotBelongToItsKeyIsRefused() throws IOException {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    byte[] key = store.exportSecret("alice", KeyEncoding.BINARY);
    byte[] publicKey = store.exportPublic("alice", KeyEncoding.BINARY);
    // The secret key packet is the public one, a zero octet, the secret number and its checksum.
    int secretStart = 2 + (publicKey[1] & 0xFF) + 1;
    key[secretStart + 4] ^= 1;
    key[secretStart + 5] ^= 1;
    fixChecksum(key, secretStart, (key[1] & 0xFF) + 2);
    var other = KeyStore.open(directory.resolve("other"), store2Clock());
    other.importKeys(key, "mixed");

    assertRefused(
        Reason.CORRUPT_KEY, () -> other.unlock(List.of("alice"), PassphraseSource.none()));
  }

  private static Clock store2Clock() {
    return Clock.fixed(TestKeys.NOW, ZoneOffset.UTC);
  }

  private static void fixChecksum(byte[] key, int secretStart, int end) {
    int sum = 0;
    for (int i = secretStart; i < end - 2; i++) {
      sum += key[i] & 0xFF;
    }
    key[end - 2] = (byte) (sum >> 8);
    key[end - 1] = (byte) sum;
  }

  @Test
  void whatIsNoKeyIsSaidToBeNone() {
    assertThatThrownBy(() -> store.importKeys(bytes("hello"), "hello.txt"))
        .hasMessage("hello.txt is no OpenPGP key: neither armored nor binary");
    assertThatThrownBy(() -> store.importKeys(new byte[0], "empty"))
        .hasMessage("empty is empty: there is no key in it");
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    byte[] signature = keys.signer("alice").detachSign(bytes("x"), TestKeys.NOW);
    assertThatThrownBy(() -> store.importKeys(signature, "Release.gpg"))
        .hasMessage("Release.gpg holds a PGP SIGNATURE, but no key");
  }

  @Test
  void aDamagedFileInTheStoreIsNamed() throws IOException {
    KeyDescription key = keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    Path file = directory.resolve("keys").resolve(key.fingerprint() + ".sec.asc");
    Files.writeString(file, Files.readString(file).substring(0, 200));

    assertThatThrownBy(() -> store.list())
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void exportsAreStable() {
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    byte[] secret = store.exportSecret("alice", KeyEncoding.ARMORED);
    var other = KeyStore.open(directory.resolve("other"), store2Clock());

    other.importKeys(secret, "a");

    assertThat(other.exportSecret("alice", KeyEncoding.ARMORED)).isEqualTo(secret);
    assertThat(other.importKeys(secret, "a")).first().isInstanceOf(ImportResult.Unchanged.class);
  }

  private List<SigningKey> unlock(String... names) {
    return store.unlock(List.of(names), PassphraseSource.none());
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
