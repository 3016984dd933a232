package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.ConfigurationException;
import org.entrepot.cli.configuration.ConfigurationLoader;
import org.entrepot.cli.configuration.ConfigurationPlaces;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Mark;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.name.Prefix;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.LeftBehind;
import org.entrepot.service.operation.OperationResult.TakenOver;
import org.entrepot.service.operation.TakeoverOperation;
import org.entrepot.service.operation.TakeoverOperation.ImportAptly;
import org.entrepot.service.operation.TakeoverOperation.ImportReprepro;
import org.entrepot.service.operation.TakeoverOperation.Sharing;

/// `import aptly` and `import reprepro`.
final class ImportCommands {
  private static final Flag APTLY_CONFIG =
      Flag.text(
          "aptly-config",
          "",
          "take root, pool, database and publish directories from this configuration of aptly");
  private static final Flag COPY =
      Flag.onOff("copy", "copy package files, instead of hard links where they can be");
  private static final Flag DRY_RUN =
      Flag.onOff("dry-run", "only tell what would come and what would not");
  private static final Flag PREFIX =
      Flag.text("prefix", ".", "publish below this prefix, instead of the root");

  private ImportCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("import", "aptly")
            .purpose("take over everything of aptly")
            .takes(
                new Positionals(
                    "[<root>]",
                    (arguments, flags) ->
                        arguments.size() + (flags.text(APTLY_CONFIG).isEmpty() ? 0 : 1) == 1
                            ? Optional.empty()
                            : Optional.of(
                                "needs either the root directory of aptly or -aptly-config")))
            .flags(APTLY_CONFIG, COPY, DRY_RUN, GlobalFlags.JSON)
            .describes(
                "Takes over all mirrors, local repos, snapshots and publications of aptly with"
                    + " their packages, names, ids and dates: all of them at once, or nothing."
                    + " Every package file is compared with its digests. What aptly has published"
                    + " is taken as it is, with its signatures, so clients see no difference; the"
                    + " next publish update needs a key (-gpg-key). Nothing is downloaded, and"
                    + " nothing of aptly is written to. End aptly before. At the end stands what"
                    + " could not come; then the exit code is 1. See docs/moving.md.")
            .examples(
                "import aptly -dry-run ~/.aptly",
                "import aptly ~/.aptly",
                "import aptly -aptly-config=/etc/aptly.conf")
            .failsWith("unable to import", ImportCommands::aptly),
        Command.of("import", "reprepro")
            .purpose("take over every distribution of reprepro")
            .takes(Positionals.exactly(1, "<base-directory>"))
            .flags(COPY, DRY_RUN, PREFIX, GlobalFlags.JSON)
            .describes(
                "Makes of each component of each distribution a local repo CODENAME-COMPONENT, and"
                    + " takes over what is published of them as it is, with its signatures. All of"
                    + " it comes at once, or nothing. The packages are those that the published"
                    + " indices list, so export before (reprepro export). Nothing of reprepro is"
                    + " written to. At the end stands what could not come; then the exit code is"
                    + " 1. See docs/moving.md.")
            .examples("import reprepro -dry-run /srv/reprepro", "import reprepro /srv/reprepro")
            .failsWith("unable to import", ImportCommands::reprepro));
  }

  private static int aptly(Invocation invocation, Session session) {
    String file = invocation.flags().text(APTLY_CONFIG);
    var published = new TreeMap<String, Path>();
    Path database;
    Path pool;
    if (file.isEmpty()) {
      Path root = absolute(Path.of(invocation.positional(0)));
      database = root.resolve("db");
      pool = root.resolve("pool");
      published.put("", root.resolve("public"));
    } else {
      try {
        Configuration aptly =
            new ConfigurationLoader(
                    session.environment(), ConfigurationPlaces.of(session.environment()))
                .load(file);
        database = absolute(aptly.aptlyDatabase());
        pool = absolute(aptly.poolDirectory());
        published.put("", absolute(aptly.general().rootDirectory().resolve("public")));
        aptly
            .filesystemEndpoints()
            .forEach(
                (name, endpoint) -> published.put("filesystem:" + name, absolute(endpoint.root())));
      } catch (ConfigurationException e) {
        throw new ConfigurationException(
            "the configuration %s cannot be used: %s".formatted(file, e.getMessage()), e);
      }
    }
    if (absolute(session.configuration().general().rootDirectory()).equals(pool.getParent())
        && !invocation.flags().isOn(GlobalFlags.JSON)) {
      session
          .output()
          .mark(
              Mark.WARNING,
              "aptly and Entrepot have one root, as both are configured by %s: everything stays in its place, and aptly must not be used any more after the first change by Entrepot; to keep them apart, name another rootDir in ~/.entrepot.conf"
                  .formatted(
                      session
                          .configuration()
                          .file()
                          .map(Path::toString)
                          .orElse("the same root directory")));
    }
    return run(
        new ImportAptly(database, pool, published, sharing(invocation), execution(invocation)),
        invocation,
        session);
  }

  private static int reprepro(Invocation invocation, Session session) {
    return run(
        new ImportReprepro(
            absolute(Path.of(invocation.positional(0))),
            Prefix.parse(invocation.flags().text(PREFIX)),
            sharing(invocation),
            execution(invocation)),
        invocation,
        session);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Sharing sharing(Invocation invocation) {
    return invocation.flags().isOn(COPY) ? Sharing.COPY : Sharing.LINK;
  }

  private static Execution execution(Invocation invocation) {
    return invocation.flags().isOn(DRY_RUN) ? Execution.DRY_RUN : Execution.CARRY_OUT;
  }

  private static int run(TakeoverOperation operation, Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    OperationResult result = session.run(operation, forPrograms);
    if (!(result instanceof TakenOver taken)) {
      return CommandHandler.OK; // another process had to finish it, and has told nothing
    }
    if (forPrograms) {
      session.output().text(json(taken));
    } else {
      tell(taken, operation.execution(), session.output());
    }
    return taken.left().isEmpty() ? CommandHandler.OK : CommandHandler.FAILED;
  }

  private static String json(TakenOver taken) {
    JsonWriter json =
        JsonWriter.pretty()
            .beginObject()
            .member("Mirrors", taken.mirrors())
            .member("LocalRepos", taken.repositories())
            .member("Snapshots", taken.snapshots())
            .member("Publications", taken.publications())
            .member("Packages", taken.packageCount())
            .name("Left")
            .beginArray();
    for (LeftBehind left : taken.left()) {
      json.beginObject().member("What", left.what()).member("Reason", left.reason()).endObject();
    }
    return json.endArray().member("Notes", taken.notes()).endObject().finish();
  }

  private static void tell(TakenOver taken, Execution execution, Output output) {
    boolean dryRun = execution == Execution.DRY_RUN;
    list("Mirrors", taken.mirrors(), output);
    list("Local repos", taken.repositories(), output);
    list("Snapshots", taken.snapshots(), output);
    list("Publications", taken.publications(), output);
    taken.notes().forEach(output::message);
    taken.left().forEach(left -> output.mark(Mark.WARNING, left.what() + ": " + left.reason()));
    output.message(
        "%s: %d mirrors, %d local repos, %d snapshots, %d publications, %d packages."
            .formatted(
                dryRun ? "Would be imported" : "Imported",
                taken.mirrors().size(),
                taken.repositories().size(),
                taken.snapshots().size(),
                taken.publications().size(),
                taken.packageCount()));
    if (!taken.left().isEmpty()) {
      output.error(
          "%d things %s, as told above"
              .formatted(taken.left().size(), dryRun ? "would not come" : "did not come"));
    }
  }

  private static void list(String what, List<String> names, Output output) {
    if (!names.isEmpty()) {
      output.message(what + ":");
      names.forEach(name -> output.message("  " + name));
    }
  }
}
