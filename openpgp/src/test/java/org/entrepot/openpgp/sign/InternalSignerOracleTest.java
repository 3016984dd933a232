package org.entrepot.openpgp.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.openpgp.GnuPg;
import org.entrepot.openpgp.TestKeys;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// gpgv and gpg say whether what we sign is signed.
class InternalSignerOracleTest {
  @TempDir static Path directory;
  private static Path keyring;
  private static InternalSigner ed25519;
  private static InternalSigner rsa;
  private static InternalSigner both;

  @BeforeAll
  static void makeKeys() throws IOException {
    var keys = TestKeys.in(directory);
    keys.make(KeyAlgorithm.ED25519, "Edwards <ed@example.org>");
    keys.make(KeyAlgorithm.RSA_3072, "Rivest <rsa@example.org>");
    keyring = directory.resolve("keyring.gpg");
    Files.write(keyring, keys.store().exportPublic("ed@example.org", KeyEncoding.BINARY));
    Files.write(
        keyring,
        keys.store().exportPublic("rsa@example.org", KeyEncoding.BINARY),
        java.nio.file.StandardOpenOption.APPEND);
    ed25519 = keys.signer("ed@example.org");
    rsa = keys.signer("rsa@example.org");
    both = keys.signer("ed@example.org", "rsa@example.org");
  }

  static Stream<Arguments> texts() {
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (large[i] % 60 == 0 ? '\n' : ' ' + (large[i] & 63));
    }
    return Stream.of(
        Arguments.of("Release", bytes("Origin: x\nSHA256:\n 12 34 main/Packages\n")),
        Arguments.of("dashes", bytes("-one\n- two\n--\n-----BEGIN PGP SIGNATURE-----\n-\n")),
        Arguments.of("blanks at line ends", bytes("a \nb\t\n \n\t \nc \t \n")),
        Arguments.of("no final newline", bytes("a\nb")),
        Arguments.of("blanks and no final newline", bytes("a\nb \t")),
        Arguments.of("CRLF", bytes("a\r\nb \r\n\r\nc\r\n")),
        Arguments.of("lone carriage returns", bytes("a\rb\n\rc\r\r\n\n\r")),
        Arguments.of("empty", bytes("")),
        Arguments.of("one newline", bytes("\n")),
        Arguments.of("newlines", bytes("\n\n\n")),
        Arguments.of("newlines at the end", bytes("a\n\n\n")),
        Arguments.of("From and dots", bytes("From me\n.\n..\n")),
        Arguments.of("UTF-8", bytes("Ünïcödé \u00a0\n€\u2028x\n")),
        Arguments.of("not UTF-8", new byte[] {'a', (byte) 0xFF, (byte) 0xA0, '\n', 0x0B, '\n'}),
        Arguments.of("5 MB", large));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void gpgvAcceptsClearSignedText(String name, byte[] text, @TempDir Path work) throws IOException {
    for (var signer : Stream.of(ed25519, rsa, both).toList()) {
      Path inRelease = Files.write(work.resolve("InRelease"), signer.clearSign(text, TestKeys.NOW));

      var outcome = GnuPg.gpgv(keyring, inRelease);

      assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
      assertThat(outcome.stdoutText().split("GOODSIG", -1)).hasSize(signer == both ? 3 : 2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void gpgvAcceptsDetachedSignatures(String name, byte[] text, @TempDir Path work)
      throws IOException {
    Path release = Files.write(work.resolve("Release"), text);
    for (var signer : Stream.of(ed25519, rsa, both).toList()) {
      Path signature =
          Files.write(work.resolve("Release.gpg"), signer.detachSign(text, TestKeys.NOW));

      var outcome = GnuPg.gpgv(keyring, signature, release);

      assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
      assertThat(outcome.stdoutText().split("GOODSIG", -1)).hasSize(signer == both ? 3 : 2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void gpgGivesBackTheTextThatWasSigned(String name, byte[] text, @TempDir Path work)
      throws IOException {
    try (var gnuPg = GnuPg.in(work)) {
      gnuPg.gpg("--import", keyring).requireSuccess();
      Path inRelease = Files.write(work.resolve("InRelease"), both.clearSign(text, TestKeys.NOW));

      var outcome = gnuPg.gpg("--decrypt", inRelease).requireSuccess();

      assertThat(ClearSigned.toSigned(outcome.stdout())).isEqualTo(ClearSigned.toSigned(text));
    }
  }

  @Test
  void gpgvRefusesTextThatWasChanged(@TempDir Path work) throws IOException {
    byte[] message = both.clearSign(bytes("Origin: x\nSuite: y\n"), TestKeys.NOW);
    String changed = new String(message, StandardCharsets.UTF_8).replace("Suite: y", "Suite: z");
    Path inRelease = Files.writeString(work.resolve("InRelease"), changed);

    assertThat(GnuPg.gpgv(keyring, inRelease).exitCode()).isNotZero();
  }

  @Test
  void theDigestIsSha256() throws IOException {
    byte[] signature = both.detachSign(bytes("x"), TestKeys.NOW);

    String packets = Tool.of("gpg").reading(signature).text("--list-packets");

    assertThat(packets).contains("algo 22").contains("algo 1,").contains("digest algo 8");
    assertThat(packets).doesNotContain("notation").contains("issuer fpr v4");
  }

  @Test
  void equalInputGivesEqualBytes() {
    byte[] text = bytes("Origin: x\n");

    assertThat(both.clearSign(text, TestKeys.NOW)).isEqualTo(both.clearSign(text, TestKeys.NOW));
    assertThat(both.detachSign(text, TestKeys.NOW)).isEqualTo(both.detachSign(text, TestKeys.NOW));
    assertThat(both.detachSign(text, TestKeys.NOW.plusSeconds(1)))
        .isNotEqualTo(both.detachSign(text, TestKeys.NOW));
    assertThat(both.detachSign(text, TestKeys.NOW.plusMillis(999)))
        .isEqualTo(both.detachSign(text, TestKeys.NOW));
  }
}
