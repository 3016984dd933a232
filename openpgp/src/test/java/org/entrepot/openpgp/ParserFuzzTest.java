package org.entrepot.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.openpgp.packet.Armor;
import org.entrepot.openpgp.verify.AcceptancePolicy;
import org.entrepot.openpgp.verify.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged keys and signatures lead to declared exceptions, never to anything else and never to
/// trust.
class ParserFuzzTest {
  private static final byte[] TEXT =
      "Origin: x\n- dash\nSuite: y\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private TestKeys keys;
  private final Clock clock = Clock.fixed(TestKeys.NOW, ZoneOffset.UTC);

  @BeforeEach
  void makeKeys() {
    keys = TestKeys.in(directory);
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    keys.make(KeyAlgorithm.RSA_3072, "Bob <bob@example.org>");
  }

  @Test
  void damagedInputIsRefused() {
    fuzz(400);
  }

  @Test
  @Tag("slow")
  void muchDamagedInputIsRefused() {
    fuzz(20_000);
  }

  private void fuzz(int rounds) {
    long seed = Long.getLong("entrepot.seed", new Random().nextLong());
    System.out.println("ParserFuzzTest: -Dentrepot.seed=" + seed);
    var random = new Random(seed);
    byte[] publicKeys =
        join(
            keys.store().exportPublic("alice", KeyEncoding.BINARY),
            keys.store().exportPublic("bob", KeyEncoding.BINARY));
    byte[] secret = keys.store().exportSecret("alice", KeyEncoding.BINARY);
    byte[] clear = keys.signer("alice", "bob").clearSign(TEXT, TestKeys.NOW);
    byte[] detached = keys.signer("alice", "bob").detachSign(TEXT, TestKeys.NOW);
    byte[] packets = Armor.read(detached, "s").getFirst().content();
    var verifier = new Verifier(keys.store().keyring(), clock);
    var imports = KeyStore.open(directory.resolve("imports"), clock);
    for (int round = 0; round < rounds; round++) {
      byte[] key = mutate(publicKeys, random);
      expectDeclared(() -> useKeyring(Keyring.parse(key, "key"), clear));
      byte[] secretKey = mutate(secret, random);
      expectDeclared(() -> {
        imports.importKeys(secretKey, "secret");
        imports.unlock(List.of("alice"), PassphraseSource.of("x".toCharArray()));
      });
      if (round % 50 == 0) {
        imports.list().forEach(known -> imports.delete(known.fingerprint().hex()));
      }
      byte[] message = mutate(clear, random);
      expectDeclared(() -> {
        var verification = verifier.verifyClearSigned(message, "message");
        if (verification.isTrusted(AcceptancePolicy.ANY_TRUSTED)) {
          assertThat(
                  new String(verification.text(), StandardCharsets.ISO_8859_1)
                      .replaceAll("[ \t\r]+\n", "\n"))
              .isEqualTo(new String(TEXT, StandardCharsets.ISO_8859_1));
        }
      });
      byte[] signature = mutate(packets, random);
      expectDeclared(() -> verifier.verifyDetached(TEXT, signature, "signature"));
      byte[] armored = mutate(detached, random);
      expectDeclared(() -> verifier.verifyDetached(TEXT, armored, "armored"));
    }
  }

  private void useKeyring(Keyring keyring, byte[] message) {
    keyring
        .certificates()
        .forEach(certificate -> {
          var _ = certificate.describe(org.entrepot.openpgp.key.KeyDescription.Secret.ABSENT);
        });
    var _ = new Verifier(keyring, clock).verifyClearSigned(message, "m").signatures();
  }

  private static void expectDeclared(Runnable use) {
    try {
      use.run();
    } catch (OpenPgpException e) {
      assertThat(e.reason())
          .isIn(
              EnumSet.of(
                  Reason.MALFORMED,
                  Reason.CORRUPT_KEY,
                  Reason.MISSING_KEY,
                  Reason.AMBIGUOUS_KEY,
                  Reason.UNSUPPORTED_KEY,
                  Reason.EXPIRED_KEY,
                  Reason.REVOKED_KEY,
                  Reason.WRONG_PASSPHRASE));
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    switch (random.nextInt(5)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(40, bytes.length - from) + 1);
        bytes = splice(bytes, from, from + length, new byte[0]);
      }
      case 2 -> {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        int at = random.nextInt(bytes.length);
        bytes = splice(bytes, at, at, noise);
      }
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          // The beginning of packets is where lengths and algorithms are.
          int bound = random.nextBoolean() ? Math.min(80, bytes.length) : bytes.length;
          bytes[random.nextInt(bound)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    return join(
        join(Arrays.copyOf(bytes, from), middle), Arrays.copyOfRange(bytes, to, bytes.length));
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] joined = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, joined, one.length, two.length);
    return joined;
  }
}
