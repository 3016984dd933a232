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
      case ParseResult.Answered answered -> {
        show(answered, output);
        output.close();
        yield answered.exitCode();
      }
      case ParseResult.Run(var invocation) -> {
        try (var session =
            new Session(
                environment,
                opener,
                input,
                invocation.flags(),
                output,
                nanoTime,
                new CommandOrigin.ThisMachine(),
                program,
                this::within)) {
          yield run(invocation, session);
        } finally {
          output.close();
        }
      }
    };
  }

  private static void show(ParseResult.Answered answered, Output output) {
    if (!answered.standardOutput().isEmpty()) {
      output.text(answered.standardOutput());
    }
    if (!answered.standardError().isEmpty()) {
      output.diagnostic(answered.standardError());
    }
  }

  /// Runs a command within another one, with the global flags of that one.
  private CommandRunner.Outcome within(List<String> words, Session session) {
    var parser = new CommandLineParser(table.root(), GlobalFlags.ALL, session.program());
    return switch (parser.parse(words)) {
      case ParseResult.Answered answered -> {
        show(answered, session.output());
        yield answered.exitCode() == CommandHandler.OK
            ? CommandRunner.Outcome.SUCCEEDED
            : answered.isFlagOfAnother()
                ? CommandRunner.Outcome.FLAG_OF_ANOTHER
                : CommandRunner.Outcome.FAILED;
      }
      case ParseResult.Run(var invocation)
          when Forwarding.of(invocation.command()) == Forwarding.EACH -> {
        session.output().error(invocation.command().name() + " cannot run within itself");
        yield CommandRunner.Outcome.FAILED;
      }
      case ParseResult.Run(var invocation) ->
          run(invocation, session) == CommandHandler.OK
              ? CommandRunner.Outcome.SUCCEEDED
              : CommandRunner.Outcome.FAILED;
    };
  }

  private int run(Invocation invocation, Session session) {
    Command command = table.require(invocation.command());
    try {
      Forwarding forwarding = Forwarding.of(command.spec());
      boolean mayBeElsewhere =
          switch (forwarding) {
            case LOOKS, CHANGES, NEVER -> true;
            case EACH -> false;
            case NO_MATTER -> invocation.flags().isGiven(GlobalFlags.SERVER);
          };
      if (mayBeElsewhere) {
        Optional<ServerAddress> server = session.server();
        if (server.isPresent()) {
          return elsewhere(server.get(), forwarding, invocation, session);
        }
      }
      return command.handler().run(invocation, session);
    } catch (ConfigurationException e) {
      session.output().error(String.valueOf(e.getMessage()));
      return CommandHandler.FAILED;
    } catch (RuntimeException | OutOfMemoryError e) {
      String cause =
          session.isInterrupted() ? "interrupted" : FailureText.of(command.spec().name(), e);
      boolean isTold = cause.startsWith(command.failure());
      session.output().error(isTold ? cause : command.failure() + ": " + cause);
      return CommandHandler.FAILED;
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
