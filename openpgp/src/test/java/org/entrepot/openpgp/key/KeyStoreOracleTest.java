package org.entrepot.openpgp.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.entrepot.openpgp.GnuPg;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.sign.InternalSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys go to and fro between us and the real gpg.
class KeyStoreOracleTest {
  private static final byte[] TEXT = "Origin: x\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private GnuPg gnuPg;
  private KeyStore store;
  private final Clock clock = Clock.systemUTC();

  @BeforeEach
  void open() {
    gnuPg = GnuPg.in(directory);
    store = KeyStore.open(directory.resolve("keys"), clock);
  }

  @AfterEach
  void stopAgent() {
    gnuPg.close();
  }

  /// gpg makes one of any keyring that it is told to look into.
  @Test
  void aKeyboxWithoutKeysIsAKeyringWithoutKeys() {
    Path keybox = directory.resolve("trustedkeys.gpg");
    gnuPg.gpg("--no-default-keyring", "--keyring", keybox.toString(), "--list-keys");
    assertThat(keybox).isNotEmptyFile();
    assertThat(Keyring.read(List.of(keybox)).certificates()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, Ed25519, ''",
    "ed25519, Ed25519, sésame €",
    "rsa3072, RSA 3072, ''",
    "rsa3072, RSA 3072, open sesame"
  })
  void keysMadeByGpgSignHere(String gpgAlgorithm, String algorithm, String passphrase)
      throws IOException {
    String fingerprint =
        gnuPg.generate("Gpg Key <gpg@example.org>", gpgAlgorithm, passphrase, "never");
    byte[] exported = exportFromGpg(passphrase, "--armor", "--export-secret-keys", fingerprint);

    List<ImportResult> results = store.importKeys(exported, "export.asc");

    assertThat(results).hasSize(1).first().isInstanceOf(ImportResult.Added.class);
    KeyDescription key = results.getFirst().key();
    assertThat(key.fingerprint().hex()).isEqualTo(fingerprint);
    assertThat(key.algorithm()).isEqualTo(algorithm);
    assertThat(key.userIds()).containsExactly("Gpg Key <gpg@example.org>");
    assertThat(key.secret())
        .isEqualTo(
            passphrase.isEmpty() ? KeyDescription.Secret.OPEN : KeyDescription.Secret.PROTECTED);
    assertSignsFor(gnuPg, PassphraseSource.of(passphrase.toCharArray()));
    if (!passphrase.isEmpty()) {
      assertThatThrownBy(() -> store.unlock(List.of(), PassphraseSource.of("x".toCharArray())))
          .isInstanceOfSatisfying(
              OpenPgpException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PASSPHRASE))
          .hasMessage(
              "the passphrase given does not open \"Gpg Key <gpg@example.org>\" (key %s)",
              key.fingerprint().keyId());
    }
  }

  @Test
  void binaryExportsOfGpgAreReadToo() {
    String fingerprint = gnuPg.generate("Gpg Key <gpg@example.org>", "ed25519", "", "never");

    store.importKeys(exportFromGpg("", "--export-secret-keys", fingerprint), "export.gpg");

    assertSignsFor(gnuPg, PassphraseSource.none());
  }

  @Test
  @Tag("slow")
  void gpgSignsWithLargeKeysMadeHere() throws IOException {
    gpgSignsWithKeysMadeHere(KeyAlgorithm.RSA_4096);
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "RSA_3072"})
  void gpgSignsWithKeysMadeHere(KeyAlgorithm algorithm) throws IOException {
    KeyDescription key =
        store.generate(
            KeyRequest.of(algorithm, "Ünsere <keys@example.org>"),
            PassphraseSource.of("gehéim".toCharArray()),
            new SecureRandom());
    Path secret = write("secret.asc", store.exportSecret("keys@", KeyEncoding.ARMORED));
    Path publicKey = write("public.gpg", store.exportPublic("keys@", KeyEncoding.BINARY));
    Path text = write("Release", TEXT);

    gnuPg.gpgWith("gehéim", "--import", secret).requireSuccess();
    var signature =
        gnuPg.gpgWith("gehéim", "-u", key.fingerprint(), "-o", "-", "-b", text).requireSuccess();

    Path detached = write("Release.gpg", signature.stdout());
    assertThat(GnuPg.gpgv(publicKey, detached, text).exitCode()).isZero();
    assertThat(gnuPg.gpg("--list-keys").stdoutText())
        .contains("Ünsere <keys@example.org>")
        .doesNotContain("expire");
  }

  @Test
  void gpgSeesTheExpiryOfKeysMadeHere() throws IOException {
    store.generate(
        new KeyRequest(
            KeyAlgorithm.ED25519,
            "Short <short@example.org>",
            java.util.Optional.of(java.time.Duration.ofDays(30))),
        PassphraseSource.none(),
        new SecureRandom());

    gnuPg
        .gpg("--import", write("key.asc", store.exportPublic("short", KeyEncoding.ARMORED)))
        .requireSuccess();

    assertThat(gnuPg.gpg("--list-keys").stdoutText()).contains("[expires: ");
    assertThat(store.list().getFirst().expiresAt()).isPresent();
  }

  @Test
  void theSigningSubkeySignsWhenThePrimaryKeyIsElsewhere() throws IOException {
    String fingerprint = gnuPg.generate("Offline <off@example.org>", "ed25519", "", "never");
    gnuPg.gpg("--quick-add-key", fingerprint, "ed25519", "sign", "never").requireSuccess();
    byte[] exported = exportFromGpg("", "--export-secret-subkeys", fingerprint);

    store.importKeys(exported, "subkeys.gpg");

    SigningKey key = store.unlock(List.of("off@"), PassphraseSource.none()).getFirst();
    assertThat(key.fingerprint().hex()).isNotEqualTo(fingerprint);
    assertSignsFor(gnuPg, PassphraseSource.none());
  }

  @Test
  void importingAgainJoinsWhatIsNew() {
    String fingerprint = gnuPg.generate("First <first@example.org>", "ed25519", "", "never");
    byte[] publicKey = exportFromGpg("", "--export", fingerprint);
    byte[] secretKey = exportFromGpg("", "--export-secret-keys", fingerprint);
    assertThat(store.importKeys(publicKey, "a")).first().isInstanceOf(ImportResult.Added.class);
    assertThat(store.importKeys(publicKey, "a")).first().isInstanceOf(ImportResult.Unchanged.class);
    assertThat(store.importKeys(secretKey, "b")).first().isInstanceOf(ImportResult.Updated.class);
    gnuPg.gpg("--quick-add-uid", fingerprint, "Second <second@example.org>").requireSuccess();

    List<ImportResult> again = store.importKeys(exportFromGpg("", "--export", fingerprint), "c");

    assertThat(again).first().isInstanceOf(ImportResult.Updated.class);
    assertThat(store.list()).hasSize(1);
    KeyDescription key = store.list().getFirst();
    assertThat(key.userIds())
        .containsExactlyInAnyOrder("First <first@example.org>", "Second <second@example.org>");
    assertThat(key.secret()).isEqualTo(KeyDescription.Secret.OPEN);
    assertThat(store.importKeys(publicKey, "a")).first().isInstanceOf(ImportResult.Unchanged.class);
  }

  @Test
  void revokedAndExpiredKeysAreRefused() throws IOException {
    String expired = gnuPg.generate("Old <old@example.org>", "ed25519", "", "seconds=1");
    String revoked = gnuPg.generate("Lost <lost@example.org>", "ed25519", "", "never");
    byte[] exported = exportFromGpg("", "--export-secret-keys", expired, revoked);
    Path certificate = gnuPg.home().resolve("openpgp-revocs.d").resolve(revoked + ".rev");
    Path importable =
        write(
            "revoke.asc",
            Files.readString(certificate)
                .replace(":-----BEGIN", "-----BEGIN")
                .getBytes(StandardCharsets.UTF_8));
    gnuPg.gpg("--import", importable).requireSuccess();
    var later =
        KeyStore.open(
            directory.resolve("keys"), Clock.offset(clock, java.time.Duration.ofHours(1)));
    later.importKeys(exported, "keys");
    later.importKeys(exportFromGpg("", "--export", revoked), "revoked");

    assertThatThrownBy(() -> later.unlock(List.of("old@"), PassphraseSource.none()))
        .isInstanceOfSatisfying(
            OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED_KEY))
        .hasMessageContaining("expired at");
    assertThatThrownBy(() -> later.unlock(List.of("lost@"), PassphraseSource.none()))
        .isInstanceOfSatisfying(
            OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED_KEY));
    assertThat(later.find("lost@").orElseThrow().revoked()).isTrue();
  }

  private void assertSignsFor(GnuPg verifier, PassphraseSource passphrases) {
    try (var signer = new InternalSigner(store.unlock(List.of(), passphrases))) {
      Path signature = write("s.asc", signer.clearSign(TEXT, clock.instant()));
      var outcome = verifier.gpg("--verify", signature);
      assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }
  }

  private byte[] exportFromGpg(String passphrase, String... arguments) {
    return gnuPg.gpgWith(passphrase, (Object[]) arguments).requireSuccess().stdout();
  }

  private Path write(String name, byte[] bytes) {
    try {
      return Files.write(
          directory.resolve(name),
          bytes,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
