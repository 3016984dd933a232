package org.entrepot.openpgp.sign;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// Signs by any command: a hardware module, a signing server's client, a script.
///
/// The command is a list of words and runs without a shell. It gets the bytes on standard input,
/// and in its environment
///
/// - `ENTREPOT_SIGN_MODE`: `detach` or `clearsign`,
/// - `ENTREPOT_SIGN_TIME`: the time of the signature, seconds since 1970.
///
/// It prints a signature, armored or as packets: with `detach` one of type 0x00 over the bytes;
/// with `clearsign` either the whole clear-signed message, or only a signature of type 0x01 over
/// the canonical text (RFC 4880 sections 5.2.1 and 7.1), which is framed here. An exit code other
/// than 0 is a failure, told with the first line of its standard error.
public final class CommandSigner implements Signer {
  private static final int LONGEST_REASON = 300;

  private final List<String> command;
  private final ProgramLimits limits;
  private final SignedOutput output;

  /// A signer that runs this command.
  public CommandSigner(List<String> command, ProgramLimits limits) {
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new OpenPgpException(Reason.MISSING_PROGRAM, "the signing command is empty");
    }
    this.command = List.copyOf(command);
    this.limits = limits;
    this.output = new SignedOutput(command.getFirst());
  }

  @Override
  public void check() {
    if (ProgramPath.ofEnvironment().find(command.getFirst()).isEmpty()) {
      throw new OpenPgpException(
          Reason.MISSING_PROGRAM,
          "the signing command %s is not there, or not executable".formatted(command.getFirst()));
    }
  }

  @Override
  public byte[] clearSign(byte[] text, Instant time) {
    return output.clearSigned(run("clearsign", text, time), text);
  }

  @Override
  public byte[] detachSign(byte[] data, Instant time) {
    return output.detached(run("detach", data, time));
  }

  private byte[] run(String mode, byte[] data, Instant time) {
    var environment =
        Map.of(
            "ENTREPOT_SIGN_MODE", mode, "ENTREPOT_SIGN_TIME", Long.toString(time.getEpochSecond()));
    var result = new Program(command, environment, limits).run(data);
    if (result.exitCode() != 0) {
      throw new OpenPgpException(
          Reason.PROGRAM_FAILED,
          "the signing command %s failed with exit code %d%s"
              .formatted(command.getFirst(), result.exitCode(), reason(result.stderr())));
    }
    return result.stdout();
  }

  private static String reason(String stderr) {
    return stderr
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> ": " + printable(line))
        .orElse("");
  }

  static String printable(String line) {
    String shown = line.replaceAll("\\p{Cntrl}", "\uFFFD");
    return shown.length() > LONGEST_REASON ? shown.substring(0, LONGEST_REASON) + "..." : shown;
  }

  @Override
  public void close() {
    // Nothing is held between calls.
  }
}
