package org.entrepot.openpgp.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entrepot.openpgp.GnuPg;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.openpgp.sign.GpgOptions.Interaction;
import org.entrepot.openpgp.sign.GpgOptions.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing by the real gpg, and by scripts that take its place.
///
/// Our signer inherits GNUPGHOME, which a test cannot set for its own process: a script named `gpg`
/// sets it and writes down its arguments, then becomes the real one.
class GpgSignerTest {
  private static final byte[] TEXT =
      "Origin: x\n-dash\nblanks  \n".getBytes(StandardCharsets.US_ASCII);
  private static final ProgramLimits LIMITS =
      new ProgramLimits(Duration.ofSeconds(60), 1024 * 1024);

  @TempDir Path directory;
  private GnuPg gnuPg;
  private Path bin;
  private Path scratch;
  private final Instant now = java.time.Clock.systemUTC().instant();

  @BeforeEach
  void open() throws IOException {
    gnuPg = GnuPg.in(directory);
    bin = Files.createDirectory(directory.resolve("bin"));
    scratch = Files.createDirectory(directory.resolve("scratch"));
    script(
        "gpg",
        "export GNUPGHOME='%s'; printf '%%s\\n' \"$@\" >> '%s'; exec /usr/bin/gpg \"$@\""
            .formatted(gnuPg.home(), directory.resolve("arguments")));
  }

  @AfterEach
  void stopAgent() {
    gnuPg.close();
  }

  @Test
  void theDefaultKeySigns() throws IOException {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
    var signer = signer(GpgOptions.DEFAULT);

    signer.check();

    assertVerified(signer, 1);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void eachKeyMakesASignature() throws IOException {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
    gnuPg.generate("Bob <bob@example.org>", "rsa3072", "", "never");

    assertVerified(
        signer(GpgOptions.DEFAULT.withKeys(List.of("alice@example.org", " ", "bob@example.org"))),
        2);
  }

  @Test
  void aPassphraseNeverShowsInArguments() throws IOException {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "s3cret w\u00f6rd", "never");
    dropCachedPassphrases();
    var options =
        GpgOptions.DEFAULT.withPassphrase(PassphraseSource.of("s3cret w\u00f6rd".toCharArray()));

    assertVerified(signer(options), 1);
    assertVerified(signer(options.withInteraction(Interaction.BATCH)), 1);

    assertThat(directory.resolve("arguments"))
        .content()
        .contains("--passphrase-fd")
        .doesNotContain("s3cret");
  }

  @Test
  void aWrongOrMissingPassphraseIsSaidToBeSo() {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "s3cret", "never");
    dropCachedPassphrases();

    assertRefused(
        Reason.WRONG_PASSPHRASE,
        () ->
            signer(GpgOptions.DEFAULT.withPassphrase(PassphraseSource.of("no".toCharArray())))
                .clearSign(TEXT, now));
    dropCachedPassphrases();
    assertRefused(
        Reason.PASSPHRASE_REQUIRED,
        () -> signer(GpgOptions.DEFAULT.withInteraction(Interaction.BATCH)).detachSign(TEXT, now));
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void missingKeysAreNoticedEarlyOrNamed() {
    assertRefused(Reason.MISSING_KEY, () -> signer(GpgOptions.DEFAULT).check());
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");

    assertThatThrownBy(
            () -> signer(GpgOptions.DEFAULT.withKeys(List.of("nobody"))).clearSign(TEXT, now))
        .isInstanceOfSatisfying(
            OpenPgpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_KEY))
        .hasMessageContaining("cannot sign with nobody: gpg: ");
  }

  @Test
  void theGivenTimeIsTheTimeOfTheSignature() throws IOException {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
    var signer = signer(GpgOptions.DEFAULT.withTime(Time.GIVEN));
    Instant later = now.plus(Duration.ofDays(400));

    byte[] one = signer.detachSign(TEXT, later);

    Path file = Files.write(directory.resolve("s"), one);
    assertThat(gnuPg.gpg("--list-packets", file).stdoutText())
        .contains("created " + later.getEpochSecond());
  }

  @Test
  void otherKeyringsReplaceTheDefaultOnes() throws IOException {
    gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
    Path keyring = directory.resolve("other.gpg");
    Files.write(keyring, gnuPg.gpg("--export", "alice@example.org").stdout());
    var signer =
        signer(
            GpgOptions.DEFAULT
                .withKeyrings(List.of(keyring.toString()))
                .withSecretKeyring("ignored.gpg")
                .withKeys(List.of("alice@example.org")));

    signer.check();

    assertVerified(signer, 1);
    assertThat(directory.resolve("arguments"))
        .content()
        .contains("--no-default-keyring\n--keyring\n" + keyring)
        .doesNotContain("ignored.gpg");
  }

  @Test
  void theProviderChoosesTheVersion() throws IOException {
    script("gpg1", "echo 'gpg (GnuPG) 1.4.23'");
    script("gpg2", "echo 'gpg (GnuPG/MacGPG2) 2.4.5'");

    assertThat(find(GpgVariant.GPG)).isEqualTo(new GpgProgram(bin.resolve("gpg1"), 1, 4));
    assertThat(find(GpgVariant.GPG1).file()).isEqualTo(bin.resolve("gpg1"));
    assertThat(find(GpgVariant.GPG2).file()).isEqualTo(bin.resolve("gpg"));
    Files.delete(bin.resolve("gpg"));
    assertThat(find(GpgVariant.GPG2)).isEqualTo(new GpgProgram(bin.resolve("gpg2"), 2, 4));
    Files.delete(bin.resolve("gpg1"));
    assertThat(find(GpgVariant.GPG).file()).isEqualTo(bin.resolve("gpg2"));
    assertRefused(Reason.MISSING_PROGRAM, () -> find(GpgVariant.GPG1));
  }

  @Test
  void programsThatAreNoGpgAreNotUsed() throws IOException {
    script("gpg", "exit 1");
    script("gpg1", "echo 'gpg (GnuPG) 2.2.40'");
    script("gpg2", "head -c 100000 /dev/zero");

    assertThatThrownBy(() -> find(GpgVariant.GPG))
        .hasMessage(
            "there is no suitable gpg for the provider \"gpg\"; install gnupg, or sign with the"
                + " provider \"internal\"");
  }

  @Test
  void versionOneGetsItsOwnArguments() throws IOException {
    script(
        "gpg1",
        "if [ \"$1\" = --version ]; then echo 'gpg (GnuPG) 1.4.23'; exit; fi; echo \"$*\" >&2; exit"
            + " 2");
    var signer =
        new GpgSigner(
            find(GpgVariant.GPG1),
            GpgOptions.DEFAULT
                .withSecretKeyring("secring.gpg")
                .withPassphrase(PassphraseSource.of("hush".toCharArray()))
                .withTime(Time.GIVEN),
            LIMITS,
            scratch);

    assertThatThrownBy(() -> signer.clearSign(TEXT, Instant.ofEpochSecond(7)))
        .hasMessageContaining(
            "--secret-keyring secring.gpg --no-tty --batch --no-use-agent --passphrase-fd 0"
                + " --faked-system-time 7 --clearsign ");
  }

  private GpgProgram find(GpgVariant variant) {
    return GpgProgram.find(variant, new ProgramPath(List.of(bin)));
  }

  private GpgSigner signer(GpgOptions options) {
    return new GpgSigner(find(GpgVariant.GPG), options, LIMITS, scratch);
  }

  private void dropCachedPassphrases() {
    gnuPg.close();
  }

  private void assertVerified(GpgSigner signer, int signatures) throws IOException {
    Path clear = Files.write(directory.resolve("InRelease"), signer.clearSign(TEXT, now));
    Path detached = Files.write(directory.resolve("Release.gpg"), signer.detachSign(TEXT, now));
    Path release = Files.write(directory.resolve("Release"), TEXT);
    for (var outcome :
        List.of(
            gnuPg.gpg("--status-fd", "1", "--verify", clear),
            gnuPg.gpg("--status-fd", "1", "--verify", detached, release))) {
      assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
      assertThat(outcome.stdoutText().split("GOODSIG", -1)).hasSize(signatures + 1);
    }
  }

  private void script(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OpenPgpException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }
}
