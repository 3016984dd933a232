package org.entrepot.openpgp.sign;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// An installed gpg.
///
/// @param file the executable
/// @param major first number of its version
/// @param minor second number of its version
public record GpgProgram(Path file, int major, int minor) {
  private static final Pattern VERSION =
      Pattern.compile("^gpg \\(GnuPG[^)]*\\) (\\d{1,4})\\.(\\d{1,4})");
  private static final ProgramLimits PROBE = new ProgramLimits(Duration.ofSeconds(20), 64 * 1024);

  /// The gpg to use: of those named `gpg` and `gpg1` or `gpg2` the first with the right version, as
  /// each says of itself by `--version`.
  public static GpgProgram find(GpgVariant variant, ProgramPath path) {
    for (int major : variant.majors()) {
      for (String name : List.of("gpg", "gpg" + major)) {
        Optional<GpgProgram> program =
            path.find(name).flatMap(GpgProgram::probe).filter(found -> found.major() == major);
        if (program.isPresent()) {
          return program.get();
        }
      }
    }
    throw new OpenPgpException(
        Reason.MISSING_PROGRAM,
        "there is no suitable gpg for the provider \"%s\"; install gnupg, or sign with the provider"
                .formatted(variant.name().toLowerCase(java.util.Locale.ROOT))
            + " \"internal\"");
  }

  private static Optional<GpgProgram> probe(Path file) {
    try {
      var output =
          new Program(List.of(file.toString(), "--version"), Map.of(), PROBE).run(new byte[0]);
      var matcher = VERSION.matcher(new String(output.stdout(), StandardCharsets.UTF_8));
      return output.exitCode() == 0 && matcher.find()
          ? Optional.of(
              new GpgProgram(
                  file, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
          : Optional.empty();
    } catch (OpenPgpException _) {
      return Optional.empty(); // one that does not even tell its version is not suitable
    }
  }

  /// Whether it takes passphrases from us only by "loopback": since 2.1.
  boolean hasLoopback() {
    return major > 2 || (major == 2 && minor >= 1);
  }

  /// A command line of it.
  List<String> words(List<String> arguments) {
    var words = new ArrayList<String>();
    words.add(file.toString());
    words.addAll(arguments);
    return words;
  }
}
