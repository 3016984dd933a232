package org.entrepot.openpgp.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.TestKeys;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.openpgp.key.KeyRequest;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.openpgp.packet.Armor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  private static final byte[] TEXT =
      "Origin: x\n- dash\nblanks \t\nSuite: y\n".getBytes(StandardCharsets.US_ASCII);
  private static final Instant NOW = TestKeys.NOW;

  @TempDir Path directory;
  private TestKeys keys;
  private KeyDescription alice;
  private KeyDescription bob;

  @BeforeEach
  void makeKeys() {
    keys = TestKeys.in(directory);
    alice = keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    bob = keys.make(KeyAlgorithm.ED25519, "Bob <bob@example.org>");
  }

  @Test
  void goodSignaturesTellTheirSignerAndTime() {
    Verification verification =
        verifier(NOW, "alice").verifyClearSigned(clear("alice"), "InRelease");

    assertThat(verification.signatures())
        .containsExactly(
            new SignatureCheck.Good(alice.fingerprint(), alice.fingerprint(), alice.title(), NOW));
    // blanks at the ends of lines are not signed
    assertThat(new String(verification.text(), StandardCharsets.US_ASCII))
        .isEqualTo("Origin: x\n- dash\nblanks\nSuite: y\n");
    assertThat(verification.requireTrusted(AcceptancePolicy.EVERY_SIGNATURE))
        .isSameAs(verification);
  }

  @Test
  void oneTrustedSignerOfTwoIsEnoughUnlessEverySignatureIsWanted() {
    Verification one = verifier(NOW, "bob").verifyClearSigned(clear("alice", "bob"), "InRelease");

    assertThat(one.isTrusted(AcceptancePolicy.ANY_TRUSTED)).isTrue();
    assertThat(one.isTrusted(AcceptancePolicy.EVERY_SIGNATURE)).isFalse();
    assertThat(one.missingKeys()).containsExactly(alice.fingerprint().keyId());
    assertThat(one.good())
        .extracting(SignatureCheck.Good::primary)
        .containsExactly(bob.fingerprint());
    assertThat(
            verifier(NOW, "alice", "bob")
                .verifyClearSigned(clear("alice", "bob"), "InRelease")
                .isTrusted(AcceptancePolicy.EVERY_SIGNATURE))
        .isTrue();
  }

  @Test
  void unknownSignersAreNotTrustedAndAreNamed() {
    Verification verification = verifier(NOW, "bob").verifyClearSigned(clear("alice"), "InRelease");

    assertThatThrownBy(() -> verification.requireTrusted(AcceptancePolicy.ANY_TRUSTED))
        .isInstanceOfSatisfying(
            OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED))
        .hasMessage(
            "InRelease is not trusted: signature by key %s, which is not in the keyring",
            alice.fingerprint().keyId());
  }

  @Test
  void aBadSignatureSpoilsAGoodOne() {
    byte[] good = packets(keys.signer("alice").detachSign(TEXT, NOW));
    byte[] bad = packets(keys.signer("bob").detachSign(new byte[] {1}, NOW));

    Verification verification =
        verifier(NOW, "alice", "bob").verifyDetached(TEXT, join(good, bad), "Release.gpg");

    assertThat(verification.good()).hasSize(1);
    assertThat(verification.signatures())
        .contains(new SignatureCheck.Bad(bob.fingerprint().keyId(), bob.title()));
    assertThat(verification.isTrusted(AcceptancePolicy.ANY_TRUSTED)).isFalse();
  }

  @Test
  void everyChangedByteOfTheTextIsNoticedExceptBlanksAtLineEnds() {
    byte[] message = clear("alice");
    int start = indexOf(message, "Origin");
    int end = indexOf(message, "-----BEGIN PGP SIGNATURE") - 1;
    var verifier = verifier(NOW, "alice");
    for (int i = start; i < end; i++) {
      byte[] changed = message.clone();
      changed[i] ^= 1;
      assertThat(isTrusted(verifier, changed)).as("byte %d", i).isFalse();
    }
    assertThat(isTrusted(verifier, replace(message, "blanks \t", "blanks"))).isTrue();
    assertThat(isTrusted(verifier, replace(message, "\n", "\r\n"))).isTrue();
  }

  @Test
  void textAroundASignedMessageIsRefused() {
    byte[] message = clear("alice");
    var verifier = verifier(NOW, "alice");
    String head = "-----BEGIN PGP SIGNED MESSAGE-----\n";

    assertThat(isTrusted(verifier, join(message, bytes("\n \n")))).isTrue();
    for (byte[] hostile :
        List.of(
            join(bytes("Package: evil\n"), message),
            join(bytes("\n"), message),
            join(message, bytes("Package: evil\n")),
            join(message, message),
            replace(message, head, head + "Package: evil\n"),
            replace(message, head, head + "Comment: evil\n"),
            replace(message, "- - dash", "- dash\n-evil"),
            replace(
                message, "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP SIGNATURE-----\nX"))) {
      assertThat(isTrusted(verifier, hostile))
          .as(new String(hostile, StandardCharsets.UTF_8))
          .isFalse();
    }
  }

  @Test
  void aTruncatedMessageIsRefusedAtEveryLength() {
    byte[] message = clear("alice");
    var verifier = verifier(NOW, "alice");
    for (int length = 0; length < message.length - 1; length++) {
      byte[] part = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> verifier.verifyClearSigned(part, "part"))
          .isInstanceOfSatisfying(
              OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
          .hasMessageStartingWith("part");
    }
  }

  @Test
  void expiredKeysDoNotCount() {
    keys.store()
        .generate(
            new KeyRequest(
                KeyAlgorithm.ED25519, "Short <short@example.org>", Optional.of(Duration.ofDays(1))),
            PassphraseSource.none(),
            new SecureRandom());
    byte[] message = clear("short");
    Instant end = NOW.plus(Duration.ofDays(1));

    assertThat(isTrusted(verifier(end.minusSeconds(1), "short"), message)).isTrue();
    assertThat(verifier(end, "short").verifyClearSigned(message, "InRelease").signatures())
        .first()
        .isInstanceOfSatisfying(
            SignatureCheck.Expired.class,
            expired -> assertThat(expired.expiredAt()).isEqualTo(end));
    assertThat(isTrusted(verifier(end, "short"), message)).isFalse();
    assertThat(isTrusted(verifier(end, "short", "alice"), clear("short", "alice"))).isTrue();
  }

  @Test
  void detachedAndClearSignaturesAreNotInterchangeable() {
    byte[] detached = keys.signer("alice").detachSign(TEXT, NOW);
    String clear = new String(clear("alice"), StandardCharsets.ISO_8859_1);
    String head = clear.substring(0, clear.indexOf("-----BEGIN PGP SIGNATURE"));

    Verification verification =
        verifier(NOW, "alice").verifyClearSigned(join(bytes(head), detached), "InRelease");

    assertThat(verification.signatures()).first().isInstanceOf(SignatureCheck.Unusable.class);
    assertThat(verification.isTrusted(AcceptancePolicy.ANY_TRUSTED)).isFalse();
  }

  @Test
  void weakDigestsDoNotCount() {
    for (int digest : List.of(1, 2, 3)) {
      byte[] signature = packets(keys.signer("alice").detachSign(TEXT, NOW));
      signature[6 + 3] = (byte) digest;

      assertThat(verifier(NOW, "alice").verifyDetached(TEXT, signature, "s").signatures())
          .containsExactly(
              new SignatureCheck.Unusable(
                  alice.fingerprint().keyId(),
                  "its digest (MD5, SHA-1 or RIPEMD-160) is too weak"));
    }
  }

  @Test
  void whatIsNoSignatureIsRefused() {
    var verifier = verifier(NOW, "alice");
    byte[] publicKey = keys.store().exportPublic("alice", KeyEncoding.ARMORED);
    byte[] binaryKey = keys.store().exportPublic("alice", KeyEncoding.BINARY);
    byte[] one = packets(keys.signer("alice").detachSign(TEXT, NOW));
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 65; i++) {
      many.writeBytes(one);
    }
    for (byte[] bytes :
        List.of(new byte[0], bytes("hello"), publicKey, binaryKey, many.toByteArray())) {
      assertThatThrownBy(() -> verifier.verifyDetached(TEXT, bytes, "s"))
          .isInstanceOfSatisfying(
              OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
    assertThatThrownBy(() -> verifier.verifyClearSigned(TEXT, "Release"))
        .hasMessage("Release is not clear-signed: it does not begin with -----BEGIN PGP");
  }

  @Test
  void aKeyWithoutItsOwnSignatureIsNotTrusted() {
    byte[] packets = keys.store().exportPublic("alice", KeyEncoding.BINARY);
    byte[] damaged = packets.clone();
    damaged[damaged.length - 5] ^= 1; // in the self-signature

    var verifier = new Verifier(Keyring.parse(damaged, "k"), Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(isTrusted(verifier, clear("alice"))).isFalse();
  }

  @Test
  void lonelyCarriageReturnsAreNoLineEnds() {
    byte[] text = bytes("a\rb\n");
    byte[] message = keys.signer("alice").clearSign(text, NOW);

    assertThat(verifier(NOW, "alice").verifyClearSigned(message, "m").text()).isEqualTo(text);
    assertThat(isTrusted(verifier(NOW, "alice"), message)).isTrue();
    assertThat(isTrusted(verifier(NOW, "alice"), replace(message, "a\rb", "a\nb"))).isFalse();
  }

  private byte[] clear(String... signers) {
    return keys.signer(signers).clearSign(TEXT, NOW);
  }

  private Verifier verifier(Instant now, String... trusted) {
    var certificates =
        Stream.of(trusted)
            .map(name -> keys.store().exportPublic(name, KeyEncoding.ARMORED))
            .map(bytes -> Keyring.parse(bytes, "key").certificates())
            .flatMap(Collection::stream)
            .toList();
    return new Verifier(Keyring.of(certificates), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static boolean isTrusted(Verifier verifier, byte[] message) {
    try {
      return verifier.verifyClearSigned(message, "m").isTrusted(AcceptancePolicy.ANY_TRUSTED);
    } catch (OpenPgpException e) {
      assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
      return false;
    }
  }

  private static byte[] packets(byte[] armored) {
    return Armor.read(armored, "s").getFirst().content();
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] joined = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, joined, one.length, two.length);
    return joined;
  }

  private static byte[] replace(byte[] message, String from, String to) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int indexOf(byte[] message, String part) {
    return new String(message, StandardCharsets.ISO_8859_1).indexOf(part);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
