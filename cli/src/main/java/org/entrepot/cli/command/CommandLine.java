package org.entrepot.cli.command;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.entrepot.cli.configuration.ConfigurationException;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.cli.grammar.CommandLineParser;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.ParseResult;
import org.entrepot.cli.output.Output;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.Failures;

/// The program as typed: reads a command line, runs the command, and returns the exit code.
/// Whatever goes wrong is one `ERROR:` line. For one thread.
public final class CommandLine {
  private final CommandTable table;
  private final StoreOpener opener;
  private final Environment environment;
  private final InputStream input;
  private final Output output;
  private final LongSupplier nanoTime;

  public CommandLine(
      CommandTable table,
      StoreOpener opener,
      Environment environment,
      InputStream input,
      Output output,
      LongSupplier nanoTime) {
    this.table = table;
    this.opener = opener;
    this.environment = environment;
    this.input = input;
    this.output = output;
    this.nanoTime = nanoTime;
  }

  /// Runs the words after the program's name.
  public int run(String program, List<String> words) {
    var parser = new CommandLineParser(table.root(), GlobalFlags.ALL, program);
    return switch (parser.parse(words)) {
      case ParseResult.Answered(var out, var err, int exitCode) -> {
        if (!out.isEmpty()) {
          output.text(out);
        }
        if (!err.isEmpty()) {
          output.diagnostic(err);
        }
        output.close();
        yield exitCode;
      }
      case ParseResult.Run(var invocation) -> run(invocation);
    };
  }

  private int run(Invocation invocation) {
    Command command = table.require(invocation.command());
    try (var session =
        new Session(
            environment,
            opener,
            input,
            invocation.flags(),
            output,
            nanoTime,
            new CommandOrigin.ThisMachine())) {
      Forwarding forwarding = Forwarding.of(command.spec());
      if (forwarding != Forwarding.NO_MATTER || invocation.flags().isGiven(GlobalFlags.SERVER)) {
        Optional<ServerAddress> server = session.server();
        if (server.isPresent()) {
          return elsewhere(server.get(), forwarding, invocation, session);
        }
      }
      return command.handler().run(invocation, session);
    } catch (ConfigurationException e) {
      output.error(String.valueOf(e.getMessage()));
      return CommandHandler.FAILED;
    } catch (RuntimeException | OutOfMemoryError e) {
      output.error(command.failure() + ": " + Failures.of(command.spec().name(), e).getMessage());
      return CommandHandler.FAILED;
    } finally {
      output.close();
    }
  }

  private static int elsewhere(
      ServerAddress server, Forwarding forwarding, Invocation invocation, Session session) {
    if (!forwarding.isForwarded()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "the server %s does not do this for others: run it on that machine, without -server and"
                  .formatted(server)
              + " ENTREPOT_SERVER");
    }
    try (var remote = new RemoteCommand(server, session)) {
      return remote.run(invocation);
    }
  }
}
