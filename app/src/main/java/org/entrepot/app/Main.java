package org.entrepot.app;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.entrepot.catalog.Catalog;
import org.entrepot.cli.command.CommandLine;
import org.entrepot.cli.command.CommandTable;
import org.entrepot.cli.command.StoreOpener;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.ConfigurationLoader;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.cli.output.Output;
import org.entrepot.cli.output.Terminal;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.service.Entrepot;

/// The program `entrepot`.
public final class Main {
  private static final String NAME = "entrepot";

  private Main() {}

  /// Runs one command line and ends the process with its exit code. Shutdown hooks run only after a
  /// signal: what a command opened, it has closed.
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers in messages are the same everywhere
    if (List.of(arguments).contains("serve")) {
      Logging.useInServers();
    } else {
      CommandLogging.use();
    }
    prepareMeanwhile();
    var written = new StandardOutput();
    var out =
        new PrintStream(new BufferedOutputStream(written, 1 << 14), false, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    String called = System.getProperty("entrepot.program", NAME); // set by the launcher
    int exitCode = run(called, List.of(arguments), System.in, out, err, Environment.ofProcess());
    out.flush();
    if (exitCode == 0 && written.lost().isPresent()) {
      err.println("ERROR: the output could not be written: " + written.lost().get());
      exitCode = 1;
    }
    err.flush();
    // System.exit asks for a logger of the event, which searches every jar for one: half of a short
    // command's time.
    Runtime.getRuntime().halt(exitCode);
  }

  /// Lets another processor do what nearly every command needs. Only the time of these calls
  /// matters: whatever fails here fails again where it is reported.
  public static void prepareMeanwhile() {
    Thread.ofPlatform()
        .daemon()
        .name("start")
        .start(() -> {
          var _ = BigDecimal.ONE; // the JSON parser's; its tables take long to compute
          Catalog.prepareDefaultEngine();
        });
  }

  /// Runs one command line with these streams and this environment.
  ///
  /// @return the exit code
  public static int run(
      List<String> arguments,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Environment environment) {
    return run(NAME, arguments, in, out, err, environment);
  }

  /// The same for a program that was called by another name: as `aptly` it stands in for that one.
  static int run(
      String called,
      List<String> arguments,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Environment environment) {
    String program = called.equals(ConfigurationLoader.PEER) ? called : NAME;
    Clock clock = Clock.systemUTC();
    var output =
        new Output(
            out,
            err,
            Terminal.detect(environment.variables()),
            Output.MessageForm.TEXT,
            clock,
            System::nanoTime);
    var opener =
        new StoreOpener() {
          @Override
          public Entrepot open(Configuration configuration) {
            if (program.equals(ConfigurationLoader.PEER)) {
              PeerRoot.requireOurs(configuration);
            }
            return Composition.open(configuration, clock);
          }

          @Override
          public KeyStore keys(Configuration configuration) {
            return Composition.keys(configuration, clock);
          }
        };
    var table = new CommandTable(ServingCommands.all(clock));
    return new CommandLine(table, opener, environment, in, output, System::nanoTime)
        .run(program, arguments);
  }
}
