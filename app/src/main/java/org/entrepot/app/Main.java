package org.entrepot.app;

import java.io.PrintStream;
import java.util.List;

/// The program `entrepot`.
public final class Main {
  /// The version of this program, the same as in the build.
  static final String VERSION = "0.1.0-SNAPSHOT";

  private Main() {}

  /// Runs one command line and ends the process with its status. Shutdown hooks run only after a
  /// signal: what a command opened, it has closed.
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    System.out.flush();
    System.err.flush();
    // System.exit asks for a logger of the event, which searches every jar for one: half of a short
    // command's time.
    Runtime.getRuntime().halt(status);
  }

  /// Runs one command line.
  ///
  /// @return the exit status
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("version"))) {
      out.println("entrepot " + VERSION);
      return 0;
    }
    err.println("entrepot: unknown command %s; try: entrepot version".formatted(arguments));
    return 2;
  }
}
