package org.entrepot.openpgp.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.openpgp.GnuPg;
import org.entrepot.openpgp.key.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real gpg and Debian have signed.
class VerifierOracleTest {
  private static final Path LISTS = Path.of("/var/lib/apt/lists");
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
  private static final byte[] TEXT =
      "Origin: x\n-dash\nblanks \t\n\nFrom me\n\n\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void debiansInReleaseIsTrustedByItsKeyring() throws IOException {
    var keyring = Keyring.read(List.of(KEYRING));
    assertThat(keyring.problems()).isEmpty();

    for (Path file : inReleaseFiles()) {
      byte[] message = Files.readAllBytes(file);
      // At the time of signing: the keys of a machine that was not updated for long may have
      // expired.
      var late = new Verifier(keyring, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
      Instant madeAt =
          late.verifyClearSigned(message, "InRelease").good().getFirst().madeAt().plusSeconds(60);
      var verifier = new Verifier(keyring, Clock.fixed(madeAt, ZoneOffset.UTC));

      Verification verification = verifier.verifyClearSigned(message, file.toString());

      assertThat(verification.requireTrusted(AcceptancePolicy.ANY_TRUSTED).good()).isNotEmpty();
      assertThat(new String(verification.text(), StandardCharsets.UTF_8))
          .startsWith("Origin: Debian\n")
          .endsWith("\n");
      byte[] changed = message.clone();
      changed[message.length / 3] ^= 1;
      assertThat(verifier.verifyClearSigned(changed, "changed").good()).isEmpty();
    }
  }

  @Test
  void everyKeyOfDebiansKeyringsIsRead() {
    for (String name : List.of("archive-keyring", "archive-removed-keys")) {
      Path file = Path.of("/usr/share/keyrings/debian-" + name + ".gpg");
      var keyring = Keyring.read(List.of(file));

      long keys =
          org.entrepot.testkit.Tool.of("gpg")
              .text("--with-colons", "--show-keys", file)
              .lines()
              .filter(line -> line.startsWith("pub:"))
              .count();
      assertThat(keyring.certificates().size() + keyring.problems().size()).isEqualTo((int) keys);
      assertThat(keyring.problems()).isEmpty();
    }
  }

  @Test
  void whatGpgSignsIsVerifiedFromItsKeybox(@TempDir Path directory) throws IOException {
    try (var gnuPg = GnuPg.in(directory)) {
      gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
      gnuPg.generate("Bob <bob@example.org>", "rsa2048", "", "never");
      gnuPg.generate("Carol <carol@example.org>", "nistp256", "", "never");
      String dave = gnuPg.generate("Dave <dave@example.org>", "rsa2048", "", "never");
      gnuPg.gpg("--quick-add-key", dave, "ed25519", "sign", "never").requireSuccess();
      Path keybox = gnuPg.home().resolve("pubring.kbx");
      var verifier = new Verifier(Keyring.read(List.of(keybox)), Clock.systemUTC());
      Path release = Files.write(directory.resolve("Release"), TEXT);
      for (String user : List.of("alice@", "bob@", "carol@", "dave@")) {
        byte[] clear = gnuPg.gpg("-u", user, "-o", "-", "--clearsign", release).stdout();
        Verification verification = verifier.verifyClearSigned(clear, user);

        assertThat(verification.isTrusted(AcceptancePolicy.EVERY_SIGNATURE)).as(user).isTrue();
        // blanks at the ends of lines are not signed
        assertThat(new String(verification.text(), StandardCharsets.US_ASCII))
            .isEqualTo("Origin: x\n-dash\nblanks\n\nFrom me\n\n\n");
        for (String[] form : new String[][] {{"-b"}, {"-b", "--armor"}, {"-b", "--textmode"}}) {
          var arguments = new ArrayList<Object>(List.of("-u", user, "-o", "-"));
          arguments.addAll(List.of(form));
          arguments.add(release);
          byte[] detached = gnuPg.gpg(arguments.toArray()).requireSuccess().stdout();
          assertThat(
                  verifier
                      .verifyDetached(TEXT, detached, user)
                      .isTrusted(AcceptancePolicy.EVERY_SIGNATURE))
              .as("%s %s", user, List.of(form))
              .isTrue();
        }
      }
    }
  }

  @Test
  void aKeyRevokedInGpgIsNotTrusted(@TempDir Path directory) throws IOException {
    try (var gnuPg = GnuPg.in(directory)) {
      String fingerprint = gnuPg.generate("Alice <alice@example.org>", "ed25519", "", "never");
      Path release = Files.write(directory.resolve("Release"), TEXT);
      byte[] clear = gnuPg.gpg("-o", "-", "--clearsign", release).requireSuccess().stdout();
      String revocation =
          Files.readString(gnuPg.home().resolve("openpgp-revocs.d").resolve(fingerprint + ".rev"));
      gnuPg
          .gpg(
              "--import",
              Files.writeString(
                  directory.resolve("r"), revocation.replace(":-----BEGIN", "-----BEGIN")))
          .requireSuccess();

      var keyring = Keyring.read(List.of(gnuPg.home().resolve("pubring.kbx")));

      assertThat(
              new Verifier(keyring, Clock.systemUTC()).verifyClearSigned(clear, "m").signatures())
          .first()
          .isInstanceOf(SignatureCheck.Revoked.class);
    }
  }

  private static List<Path> inReleaseFiles() throws IOException {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(LISTS, "*debian*_InRelease")) {
      found.forEach(files::add);
    }
    assertThat(files)
        .as("apt's lists of a Debian archive in %s; run apt-get update", LISTS)
        .isNotEmpty();
    return files;
  }
}
