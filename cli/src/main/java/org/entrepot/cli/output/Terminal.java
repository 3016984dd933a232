package org.entrepot.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What standard output is connected to. Only standard output counts: a command whose input or
/// errors are redirected still shows its progress to the person who watches.
///
/// @param isTerminal whether a person watches; a progress bar is drawn only then
/// @param hasColour whether marks may be coloured
public record Terminal(boolean isTerminal, boolean hasColour) {
  /// A file or a pipe.
  public static Terminal none() {
    return new Terminal(false, false);
  }

  /// Asks the system. Colours respect `NO_COLOR` (no-color.org: any text that is not empty) and
  /// `TERM=dumb`; a dumb terminal cannot redraw a line either, and so counts as none.
  public static Terminal detect(Map<String, String> environment) {
    return of(isStandardOutputATerminal(), environment);
  }

  static Terminal of(boolean terminal, Map<String, String> environment) {
    boolean capable = terminal && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(capable, capable && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  /// The link of the descriptor is read instead of calling `isatty`, which would load the foreign
  /// function interface at each start; `System.console` would ask about standard input as well.
  private static boolean isStandardOutputATerminal() {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return false; // no /proc: better without colours than with a progress bar in a file
    }
  }
}
