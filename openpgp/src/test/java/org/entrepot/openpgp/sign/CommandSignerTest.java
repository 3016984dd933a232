package org.entrepot.openpgp.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.TestKeys;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.SignatureType;
import org.entrepot.openpgp.key.SigningKey;
import org.entrepot.openpgp.packet.Armor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandSignerTest {
  private static final byte[] TEXT = "Origin: x\n-y \n".getBytes(StandardCharsets.US_ASCII);
  private static final ProgramLimits LIMITS = new ProgramLimits(Duration.ofSeconds(20), 10_000);

  @TempDir Path directory;
  private InternalSigner reference;
  private SigningKey key;

  @BeforeEach
  void makeKey() {
    var keys = TestKeys.in(directory);
    keys.make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    reference = keys.signer("alice");
    key =
        keys.store()
            .unlock(List.of("alice"), org.entrepot.openpgp.key.PassphraseSource.none())
            .getFirst();
  }

  @Test
  void whatTheCommandPrintsIsTheSignature() throws IOException {
    Path detached = write("detach", reference.detachSign(TEXT, TestKeys.NOW));
    Path clear = write("clearsign", reference.clearSign(TEXT, TestKeys.NOW));
    var signer =
        script(
            "cat > %s/stdin; echo $ENTREPOT_SIGN_TIME > %s/time; cat %s/$ENTREPOT_SIGN_MODE"
                .formatted(directory, directory, directory));
    signer.check();

    assertThat(signer.detachSign(TEXT, TestKeys.NOW)).isEqualTo(Files.readAllBytes(detached));
    assertThat(signer.clearSign(TEXT, TestKeys.NOW)).isEqualTo(Files.readAllBytes(clear));

    assertThat(directory.resolve("stdin")).hasBinaryContent(TEXT);
    assertThat(directory.resolve("time")).hasContent("" + TestKeys.NOW.getEpochSecond());
  }

  @Test
  void aBareSignatureOfTheCanonicalTextIsFramed() throws IOException {
    byte[] packet =
        key.sign(SignatureType.CANONICAL_TEXT, ClearSigned.toSigned(TEXT), TestKeys.NOW);
    write("binary", packet);
    write("armored", Armor.write(Armor.SIGNATURE, packet));

    for (String form : List.of("binary", "armored")) {
      assertThat(script("cat %s/%s".formatted(directory, form)).clearSign(TEXT, TestKeys.NOW))
          .isEqualTo(reference.clearSign(TEXT, TestKeys.NOW));
    }
  }

  @Test
  void wordsAreNotReadByAShell() throws IOException {
    write("detach", reference.detachSign(TEXT, TestKeys.NOW));
    Path file = scriptFile("printf '%s|' \"$@\" >&2; exit 3");

    assertFails(
            () ->
                new CommandSigner(List.of(file.toString(), "a b", "$HOME", ";ls", "*"), LIMITS)
                    .detachSign(TEXT, TestKeys.NOW),
            Reason.PROGRAM_FAILED)
        .hasMessageEndingWith("failed with exit code 3: a b|$HOME|;ls|*|");
  }

  @Test
  void theFirstLineOfStandardErrorTellsWhyItFailed() throws IOException {
    var signer = script("cat > /dev/null; printf '\\n token \\033[1mlocked\\nmore\\n' >&2; exit 7");

    assertFails(() -> signer.clearSign(TEXT, TestKeys.NOW), Reason.PROGRAM_FAILED)
        .hasMessage(
            "the signing command %s failed with exit code 7: token \uFFFD[1mlocked",
            directory.resolve("command"));
  }

  @Test
  void outputThatIsNoSignatureIsNotPublished() throws IOException {
    byte[] detached = reference.detachSign(TEXT, TestKeys.NOW);
    write(
        "otherText",
        reference.clearSign("other\n".getBytes(StandardCharsets.US_ASCII), TestKeys.NOW));
    write("detached", detached);
    write("cut", java.util.Arrays.copyOf(detached, detached.length / 2));

    for (String output :
        List.of(
            "true",
            "echo ok",
            "cat cut",
            "printf '\\302\\001\\004'",
            "cat otherText",
            "cat detached")) {
      var signer = script("cd %s; cat > /dev/null; %s".formatted(directory, output));
      assertFails(() -> signer.clearSign(TEXT, TestKeys.NOW), Reason.PROGRAM_FAILED);
      if (!output.equals("cat detached")) {
        assertFails(() -> signer.detachSign(TEXT, TestKeys.NOW), Reason.PROGRAM_FAILED);
      }
    }
  }

  @Test
  void aSignatureWithSha1IsRefused() throws IOException {
    byte[] packet = key.sign(SignatureType.BINARY, TEXT, TestKeys.NOW);
    packet[9] = 2;
    write("weak", packet);

    assertFails(
            () -> script("cat %s/weak".formatted(directory)).detachSign(TEXT, TestKeys.NOW),
            Reason.PROGRAM_FAILED)
        .hasMessageContaining("digest algorithm 2");
  }

  @Test
  void aFloodIsCutOff() throws IOException {
    var signer = script("yes");

    assertFails(() -> signer.clearSign(TEXT, TestKeys.NOW), Reason.PROGRAM_FAILED)
        .hasMessageContaining("printed more than 10000 bytes");
  }

  @Test
  void talkingOnStandardErrorDoesNotBlock() throws IOException {
    write("detach", reference.detachSign(TEXT, TestKeys.NOW));
    var signer = script("head -c 1000000 /dev/zero >&2; cat %s/detach".formatted(directory));

    assertThat(signer.detachSign(TEXT, TestKeys.NOW))
        .isEqualTo(reference.detachSign(TEXT, TestKeys.NOW));
  }

  @Test
  void aCommandThatDoesNotReadItsInputMaySign() throws IOException {
    byte[] large = new byte[3_000_000];
    write("detach", reference.detachSign(large, TestKeys.NOW));

    assertThat(script("cat %s/detach".formatted(directory)).detachSign(large, TestKeys.NOW))
        .isEqualTo(reference.detachSign(large, TestKeys.NOW));
  }

  @Test
  void aCommandThatHangsIsStoppedWithItsChildren() throws IOException {
    Path file = scriptFile("sleep 300 & echo $! > %s/child; wait".formatted(directory));
    var signer =
        new CommandSigner(
            List.of(file.toString()), new ProgramLimits(Duration.ofMillis(700), 1000));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertFails(() -> signer.clearSign(TEXT, TestKeys.NOW), Reason.TIMEOUT)
                .hasMessageContaining("did not end"));
    long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    assertThat(ProcessHandle.of(child).map(ProcessHandle::onExit))
        .satisfies(exit ->
            exit.ifPresent(future -> assertThat(future).succeedsWithin(Duration.ofSeconds(5))));
  }

  @Test
  void aMissingCommandIsNamed() {
    var missing = new CommandSigner(List.of("/no/such/command"), LIMITS);

    assertFails(missing::check, Reason.MISSING_PROGRAM).hasMessageContaining("/no/such/command");
    assertFails(() -> missing.detachSign(TEXT, TestKeys.NOW), Reason.MISSING_PROGRAM);
    assertFails(() -> new CommandSigner(List.of(), LIMITS), Reason.MISSING_PROGRAM);
    assertFails(
        () -> new CommandSigner(List.of("entrepot-no-such"), LIMITS).check(),
        Reason.MISSING_PROGRAM);
    new CommandSigner(List.of("sh"), LIMITS).check();
  }

  private CommandSigner script(String body) throws IOException {
    return new CommandSigner(List.of(scriptFile(body).toString()), LIMITS);
  }

  private Path scriptFile(String body) throws IOException {
    Path file = directory.resolve("command");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OpenPgpException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }
}
