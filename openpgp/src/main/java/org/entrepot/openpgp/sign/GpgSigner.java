package org.entrepot.openpgp.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.Passphrase;
import org.entrepot.openpgp.sign.GpgOptions.Interaction;

/// Signs with the user's gpg, its agent, smart cards and keyrings (GNUPGHOME is inherited).
///
/// A passphrase goes to gpg over a pipe (`--passphrase-fd 0`), never in its arguments, its
/// environment or a file; the text to sign is in a temporary file meanwhile. Where a passphrase is
/// given, gpg runs in batch mode, because it would ignore the passphrase otherwise.
public final class GpgSigner implements Signer {
  private static final String STATUS = "[GNUPG:] ";

  private final GpgProgram program;
  private final GpgOptions options;
  private final ProgramLimits limits;
  private final Path scratch;
  private final SignedOutput output;

  /// A signer by this gpg.
  ///
  /// @param scratch an existing directory for the temporary file
  public GpgSigner(GpgProgram program, GpgOptions options, ProgramLimits limits, Path scratch) {
    this.program = program;
    this.options = options;
    this.limits = limits;
    this.scratch = scratch;
    this.output = new SignedOutput(program.file().toString());
  }

  /// Lists the public keys, as a cheap trial: a gpg that cannot do that, or has no key at all,
  /// cannot sign.
  @Override
  public void check() {
    // Not --dry-run: that fails where gpg would make its home directory.
    var arguments = new ArrayList<String>(List.of("--list-keys", "--no-auto-check-trustdb"));
    arguments.addAll(keyringArguments());
    var result = new Program(program.words(arguments), Map.of(), limits).run(new byte[0]);
    if (result.exitCode() != 0) {
      throw failure("cannot list its keys", result.stderr());
    }
    if (options.keyrings().isEmpty() && result.stdout().length == 0) {
      throw new OpenPgpException(
          Reason.MISSING_KEY,
          "gpg has no key to sign with; make or import one (gpg --quick-generate-key), or skip"
              + " signing");
    }
  }

  @Override
  public byte[] clearSign(byte[] text, Instant time) {
    return output.clearSigned(run(List.of("--clearsign"), text, time), text);
  }

  @Override
  public byte[] detachSign(byte[] data, Instant time) {
    return output.detached(run(List.of("--armor", "--detach-sign"), data, time));
  }

  private byte[] run(List<String> command, byte[] data, Instant time) {
    Path file = scratch.resolve("sign-" + UUID.randomUUID());
    Optional<Passphrase> passphrase = options.passphrase().passphraseFor("the gpg key");
    try {
      Files.write(file, data, StandardOpenOption.CREATE_NEW);
      var result = run(command, file, passphrase, time);
      if (result.exitCode() != 0) {
        throw failure(
            options.keys().isEmpty()
                ? "cannot sign"
                : "cannot sign with " + String.join(", ", options.keys()),
            result.stderr());
      }
      return result.stdout();
    } catch (IOException e) {
      throw new OpenPgpException(
          Reason.STORAGE, "cannot write a temporary file for gpg in " + scratch, e);
    } finally {
      passphrase.ifPresent(Passphrase::close);
      deleteQuietly(file);
    }
  }

  private Program.Output run(
      List<String> command, Path file, Optional<Passphrase> passphrase, Instant time) {
    var arguments =
        new ArrayList<String>(
            List.of("-o", "-", "--digest-algo", "SHA256", "--yes", "--status-fd", "2"));
    arguments.addAll(keyringArguments());
    if (program.major() == 1) {
      options
          .secretKeyring()
          .ifPresent(keyring -> arguments.addAll(List.of("--secret-keyring", keyring)));
    }
    options.keys().forEach(key -> arguments.addAll(List.of("-u", key)));
    arguments.addAll(interactionArguments(passphrase.isPresent()));
    if (options.time() == GpgOptions.Time.GIVEN) {
      // With the mark the clock stands still, so that a slow gpg makes the same signature.
      String mark = program.major() == 1 ? "" : "!";
      arguments.addAll(List.of("--faked-system-time", time.getEpochSecond() + mark));
    }
    arguments.addAll(command);
    arguments.add(file.toAbsolutePath().toString());
    byte[] stdin = passphrase.map(GpgSigner::line).orElse(new byte[0]);
    try {
      return new Program(program.words(arguments), Map.of(), limits).run(stdin);
    } finally {
      Arrays.fill(stdin, (byte) 0);
    }
  }

  private List<String> keyringArguments() {
    var arguments = new ArrayList<String>();
    if (!options.keyrings().isEmpty()) {
      arguments.addAll(List.of("--no-auto-check-trustdb", "--no-default-keyring"));
      options.keyrings().forEach(keyring -> arguments.addAll(List.of("--keyring", keyring)));
    }
    return arguments;
  }

  private List<String> interactionArguments(boolean hasPassphrase) {
    var arguments = new ArrayList<String>();
    if (hasPassphrase || options.interaction() == Interaction.BATCH) {
      arguments.addAll(List.of("--no-tty", "--batch"));
      if (program.hasLoopback()) {
        arguments.addAll(List.of("--pinentry-mode", "loopback"));
      }
    }
    if (hasPassphrase) {
      if (program.major() == 1) {
        arguments.add("--no-use-agent");
      }
      arguments.addAll(List.of("--passphrase-fd", "0"));
    }
    return arguments;
  }

  /// The passphrase and a newline.
  private static byte[] line(Passphrase passphrase) {
    byte[] utf8 = passphrase.utf8();
    byte[] line = Arrays.copyOf(utf8, utf8.length + 1);
    line[utf8.length] = '\n';
    Arrays.fill(utf8, (byte) 0);
    return line;
  }

  private OpenPgpException failure(String what, String stderr) {
    String why =
        stderr
            .lines()
            .filter(line -> !line.startsWith(STATUS) && !line.isBlank())
            .reduce((_, last) -> last)
            .map(line -> ": " + CommandSigner.printable(line))
            .orElse("");
    return new OpenPgpException(reason(stderr), "%s %s%s".formatted(program.file(), what, why));
  }

  /// GnuPG's doc/DETAILS: status lines.
  private static Reason reason(String stderr) {
    List<String> status =
        stderr
            .lines()
            .filter(line -> line.startsWith(STATUS))
            .map(line -> line.substring(STATUS.length()))
            .toList();
    if (status.stream().anyMatch(line -> line.startsWith("BAD_PASSPHRASE"))
        || hasFailureCode(status, 11)) {
      return Reason.WRONG_PASSPHRASE;
    }
    if (status.stream()
        .anyMatch(
            line -> line.startsWith("MISSING_PASSPHRASE") || line.startsWith("NEED_PASSPHRASE"))) {
      return Reason.PASSPHRASE_REQUIRED;
    }
    if (status.stream().anyMatch(line -> line.startsWith("INV_SGNR"))
        || hasFailureCode(status, 17)) {
      return Reason.MISSING_KEY;
    }
    return Reason.PROGRAM_FAILED;
  }

  /// The error number of a FAILURE line, without the part that says which library found it.
  private static boolean hasFailureCode(List<String> status, int code) {
    return status.stream()
        .filter(line -> line.matches("FAILURE \\S+ \\d{1,10}"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .anyMatch(number -> (number & 0xFFFF) == code);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // A text that is about to be published is left in a scratch directory: no reason to fail.
    }
  }

  @Override
  public void close() {
    // Nothing is held between calls.
  }
}
