package org.entrepot.cli.command;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.cli.grammar.CommandLineParser;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.ParseResult;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.access.Scope;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// A command that somebody typed on another machine, done on the store of this process with what
/// they may do. It reads no file of this machine, and asks nobody.
///
/// @param words the command line
/// @param files contents of the files that it names, by their names
/// @param uploads where the files to be imported are, by their paths on the other machine
public record ForwardedCommand(
    List<String> words, Map<String, byte[]> files, Map<Path, Path> uploads) {
  /// Commands whose arguments are all objects.
  private static final Set<String> COMPARING = Set.of("diff", "verify");

  private static final String PROGRAM = "entrepot";

  public ForwardedCommand {
    words = List.copyOf(words);
    files = Map.copyOf(files);
    uploads = Map.copyOf(uploads);
  }

  /// Runs it and returns its exit code. Refusals are `ERROR:` lines, as on its own machine.
  public int run(
      Entrepot store,
      Configuration configuration,
      Caller caller,
      Output output,
      LongSupplier nanoTime) {
    var table = new CommandTable(List.of());
    var parser = new CommandLineParser(table.root(), GlobalFlags.ALL, PROGRAM);
    return switch (parser.parse(words)) {
      case ParseResult.Answered(var out, var err, int exitCode, _) -> {
        output.text(out);
        output.diagnostic(err);
        yield exitCode;
      }
      case ParseResult.Run(var invocation) -> {
        Command command = table.require(invocation.command());
        var origin = new CommandOrigin.Elsewhere(store, configuration, caller, files, uploads);
        try (var session =
            new Session(
                new Environment(Map.of()),
                NO_OPENER,
                InputStream.nullInputStream(),
                invocation.flags(),
                output,
                nanoTime,
                origin,
                PROGRAM,
                ForwardedCommand::noRunner)) {
          requireAllowed(invocation, caller);
          yield command.handler().run(invocation, session);
        } catch (RuntimeException | OutOfMemoryError e) {
          output.error(command.failure() + ": " + FailureText.of(command.spec().name(), e));
          yield CommandHandler.FAILED;
        }
      }
    };
  }

  /// Changes are judged by what they claim; whoever may see only some objects may look at those
  /// that they name, and at lists.
  private static void requireAllowed(Invocation invocation, Caller caller) {
    switch (Forwarding.of(invocation.command())) {
      case LOOKS ->
          caller
              .grant()
              .refusal(Scope.READ, objects(invocation))
              .ifPresent(reason -> {
                throw notPermitted("%s: %s".formatted(caller.actor(), reason));
              });
      case CHANGES -> {}
      case NEVER, EACH, NO_MATTER ->
          throw notPermitted(
              "a server does not do this for others: run it on the server's machine");
    }
  }

  /// The objects that a command looks at; searches of everything and tasks are for everybody, as
  /// the lists are.
  private static List<String> objects(Invocation invocation) {
    List<String> words = invocation.command().words();
    List<String> named = invocation.positionals();
    if (named.isEmpty()) {
      return List.of();
    }
    return switch (words.getFirst()) {
      case "repo", "mirror", "snapshot" ->
          COMPARING.contains(words.getLast()) ? named : named.subList(0, 1);
      case "publish" -> publication(invocation, named);
      default -> List.of();
    };
  }

  private static List<String> publication(Invocation invocation, List<String> named) {
    if (invocation.flags().isOn(PublishedSearchCommand.EVERYWHERE)) {
      return List.of(); // a search of everything
    }
    String prefix =
        invocation.command().flags().contains(SourceCommands.PREFIX)
            ? invocation.flags().text(SourceCommands.PREFIX)
            : named.size() > 1 ? named.get(1) : ".";
    return List.of(prefix + "/" + named.getFirst());
  }

  private static RepositoryException notPermitted(String message) {
    return new RepositoryException(ErrorCode.NOT_PERMITTED, message);
  }

  private static CommandRunner.Outcome noRunner(List<String> words, Session session) {
    throw new IllegalStateException("each command is sent for itself");
  }

  private static final StoreOpener NO_OPENER =
      new StoreOpener() {
        @Override
        public Entrepot open(Configuration configuration) {
          throw new IllegalStateException("the store is open");
        }

        @Override
        public KeyStore keys(Configuration configuration) {
          throw notPermitted("keys are not for others");
        }
      };
}
