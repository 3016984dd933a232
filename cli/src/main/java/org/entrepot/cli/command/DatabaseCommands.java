package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.service.HumanSize;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;

/// `db …` (spec cli 10).
final class DatabaseCommands {
  private static final Flag VERBOSE = Flag.onOff("verbose", "name what is removed");

  static final Flag QUICK = Flag.onOff("quick", "compare sizes, and read no package file");
  static final Flag REPAIR = Flag.onOff("repair", "mend what can be mended");

  private DatabaseCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("db", "backup")
            .purpose("copy the catalog to a file while everything goes on")
            .takes(Positionals.exactly(1, "<new-file>"))
            .flags(GlobalFlags.JSON)
            .describes(
                "The copy is the catalog as of one instant. Package files never change, so a backup"
                    + " is this file first and then the directories pool and keys of the root,"
                    + " copied by any program, with no db cleanup in between. To restore, put them"
                    + " back as catalog.db, pool and keys, and run db verify -repair.")
            .examples("db backup /backup/catalog-monday.db")
            .failsWith("unable to back up", DatabaseCommands::backup),
        Command.of("db", "cleanup")
            .purpose("remove what nothing refers to")
            .flags(RepositoryCommands.DRY_RUN, VERBOSE, GlobalFlags.JSON)
            .describes(
                "Removes package records that no repository, snapshot or publication holds, their"
                    + " files, and files in published directories that no publication knows. Also"
                    + " finishes or withdraws what crashed commands left.")
            .examples("db cleanup -dry-run -verbose", "db cleanup")
            .failsWith("unable to clean up", DatabaseCommands::cleanUp),
        Command.of("db", "verify")
            .purpose("compare catalog, package pool and published archives with what must be")
            .flags(QUICK, REPAIR, GlobalFlags.JSON)
            .describes(
                "Reads every file of the pool and compares it with size and digests, checks that"
                    + " every reference in the catalog leads somewhere, and that every published"
                    + " file is there as the Release file says, and tells what is there besides."
                    + " Other commands go on meanwhile, but for db cleanup. With -repair, what can"
                    + " be mended is: published files from the pool, pool files from where they"
                    + " are published or downloaded, indices from each other. The exit code is 1"
                    + " when something is wrong; files that nobody needs are told, but not"
                    + " wrong.")
            .examples("db verify -quick", "db verify", "db verify -repair")
            .failsWith("unable to verify", VerifyCommand::verify),
        Command.of("db", "recover")
            .purpose("settle what crashed commands left, and drop dangling references")
            .flags(GlobalFlags.JSON)
            .describes(
                "The next command that makes a change recovers from crashes by itself; this does"
                    + " it at once, checks the database, and takes packages that are not there any"
                    + " more from local repositories, telling each. What is damaged otherwise"
                    + " comes back from a backup only, and is told with exit code 1.")
            .examples("db recover")
            .failsWith("unable to recover", VerifyCommand::recover));
  }

  private static int backup(Invocation invocation, Session session) {
    Path file = Path.of(invocation.positional(0)).toAbsolutePath().normalize();
    session.store().backup(file);
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("File", file.toString())
                  .endObject()
                  .finish());
    } else {
      session.output().line("The catalog has been copied to %s.".formatted(file));
    }
    return CommandHandler.OK;
  }

  private static int cleanUp(Invocation invocation, Session session) {
    boolean dryRun = invocation.flags().isOn(RepositoryCommands.DRY_RUN);
    var operation = new CleanUp(dryRun ? Execution.DRY_RUN : Execution.CARRY_OUT);
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      var cleaned = (OperationResult.CleanedUp) session.runQuietly(operation, Secrets.NONE);
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Packages", cleaned.packages())
                  .member("PoolFiles", cleaned.poolFiles())
                  .member("PublishedFiles", cleaned.publishedFiles())
                  .member("FreedBytes", cleaned.freedBytes())
                  .endObject()
                  .finish());
      return CommandHandler.OK;
    }
    Output output = session.output();
    output.message("Loading mirrors, local repos, snapshots and published repos...");
    var cleaned = (OperationResult.CleanedUp) session.run(operation);
    boolean verbose = invocation.flags().isOn(VERBOSE);
    tell(output, "Deleting unreferenced packages (%d)...", cleaned.packages(), verbose, dryRun);
    tell(output, "Deleting unreferenced files (%d)...", cleaned.poolFiles(), verbose, dryRun);
    tell(
        output,
        "Deleting stray published files (%d)...",
        cleaned.publishedFiles(),
        verbose,
        dryRun);
    output.message(
        (dryRun ? "Disk space that would be freed: " : "Disk space freed: ")
            + HumanSize.format(cleaned.freedBytes())
            + "...");
    return CommandHandler.OK;
  }

  private static void tell(
      Output output, String stage, List<String> names, boolean verbose, boolean dryRun) {
    output.message(stage.formatted(names.size()));
    if (verbose) {
      names.forEach(name -> output.message(" - " + name));
    }
    if (dryRun && !names.isEmpty()) {
      output.message("Skipped deletion, as -dry-run has been requested.");
    }
  }
}
