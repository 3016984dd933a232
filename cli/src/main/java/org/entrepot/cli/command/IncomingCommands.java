package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Mark;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.IncludeChanges;
import org.entrepot.service.task.Failures;

/// `incoming`: a directory from which uploads are taken.
final class IncomingCommands {
  private static final Flag INTERVAL =
      Flag.number("interval", 2, "seconds between two looks at the directory");
  private static final Flag ONCE = Flag.onOff("once", "judge what is there now, and end");
  private static final Flag PATIENCE =
      Flag.number("patience", 300, "seconds that an upload may miss files before it is rejected");

  private static final Flag JSON =
      Flag.onOff("json", "display what became of each upload as a JSON object");

  private IncomingCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("incoming", "watch")
            .purpose("take uploads from a directory as they come")
            .takes(Positionals.exactly(1, "<directory>"))
            .flags(IncludeFlags.and(INTERVAL, ONCE, PATIENCE, JSON))
            .describes(
                "Takes each .changes file with all that it lists as soon as everything is there, as"
                    + " repo include does, and deletes the files. What is refused is moved to the"
                    + " directory \"rejected\" in it, with a .reason file that says why. Nothing is"
                    + " ever taken in part. Runs until it is stopped.")
            .examples(
                "incoming watch -keyring=uploaders.gpg /srv/incoming",
                "incoming watch -once -accept-unsigned /srv/incoming")
            .failsWith("unable to watch", IncomingCommands::watch));
  }

  private static int watch(Invocation invocation, Session session) {
    Path directory = session.importPath(invocation.positional(0));
    if (!Files.isDirectory(directory)) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND, directory + " is no directory; make it first");
    }
    Duration interval =
        Duration.ofSeconds(Math.clamp(invocation.flags().number(INTERVAL), 1, 3600));
    Duration patience = Duration.ofSeconds(Math.max(0, invocation.flags().number(PATIENCE)));
    var incoming = new IncomingDirectory(directory, patience);
    boolean rejected = false;
    try {
      if (invocation.flags().isOn(ONCE)) {
        incoming.ready(session.now()); // what is there now has settled
        for (Path changes : incoming.ready(session.now())) {
          rejected |= !take(changes, incoming, invocation, session);
        }
        return rejected ? CommandHandler.FAILED : CommandHandler.OK;
      }
      session.output().diagnostic("Watching %s (press Ctrl+C to quit)...\n".formatted(directory));
      while (!Thread.currentThread().isInterrupted()) {
        for (Path changes : incoming.ready(session.now())) {
          takeOrTryAgain(changes, incoming, invocation, session);
        }
        Thread.sleep(interval);
      }
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED, "%s: %s".formatted(directory, Failures.describe(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CommandHandler.OK;
  }

  /// What is no fault of the upload, such as a full disk, ends nothing: the next look finds it
  /// again.
  private static void takeOrTryAgain(
      Path changes, IncomingDirectory incoming, Invocation invocation, Session session)
      throws IOException {
    try {
      take(changes, incoming, invocation, session);
    } catch (RepositoryException e) {
      if (e.code() == ErrorCode.INVALID_REQUEST) {
        throw e;
      }
      session.output().mark(Mark.WARNING, e.getMessage() + "; trying again");
    }
  }

  /// Takes or rejects one upload.
  ///
  /// @return whether it was taken
  private static boolean take(
      Path changes, IncomingDirectory incoming, Invocation invocation, Session session)
      throws IOException {
    boolean forPrograms = invocation.flags().isOn(JSON);
    if (!forPrograms) {
      session.output().message("Including %s...".formatted(changes.getFileName()));
    }
    IncludeChanges operation =
        IncludeFlags.operation(
            invocation.flags(), session, List.of(changes), AfterImport.REMOVE_FILES);
    var result = (OperationResult.Imported) session.run(operation, forPrograms);
    boolean taken = result.failedFiles().isEmpty();
    Optional<Path> reason =
        !taken && Files.exists(changes)
            ? Optional.of(incoming.reject(changes, result.warnings()))
            : Optional.empty();
    if (forPrograms) {
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Changes", changes.toString())
                  .member("Accepted", taken)
                  .member("Added", result.added())
                  .member("Removed", result.removed())
                  .member("Warnings", result.warnings())
                  .endObject()
                  .finish());
    } else {
      reason.ifPresent(
          file -> session.output().mark(Mark.WARNING, "rejected, the reason is in " + file));
    }
    return taken;
  }
}
