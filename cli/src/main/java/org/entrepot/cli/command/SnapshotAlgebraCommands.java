package org.entrepot.cli.command;

import java.util.List;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Mark;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.dependency.MissingDependency;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.domain.snapshot.MergeRule;
import org.entrepot.domain.snapshot.PullPlan.Matches;
import org.entrepot.domain.snapshot.PullPlan.OldVersions;
import org.entrepot.domain.snapshot.SnapshotDiff;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PackageSource;
import org.entrepot.service.operation.SnapshotOperation.FilterSnapshot;
import org.entrepot.service.operation.SnapshotOperation.MergeSnapshots;
import org.entrepot.service.operation.SnapshotOperation.PullPackages;
import org.entrepot.service.search.DependencyCheck;
import org.entrepot.service.search.DependencyCheck.BuildDependencies;
import org.entrepot.service.search.SourceSets;

/// `snapshot filter|pull|merge|verify|diff` and `repo diff` (spec cli 8).
final class SnapshotAlgebraCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  private static final Flag DRY_RUN = RepositoryCommands.DRY_RUN;
  private static final Flag ONLY_MATCHING =
      Flag.onOff("only-matching", "only packages that are in both");
  private static final Flag LATEST =
      Flag.onOff("latest", "keep only the highest version of each name and architecture");
  private static final Flag NO_REMOVE = Flag.onOff("no-remove", "keep all versions");
  private static final Flag ALL_MATCHES =
      Flag.onOff("all-matches", "pull every version that matches, not only the highest");
  private static final Flag NO_DEPS = Flag.onOff("no-deps", "do not pull dependencies");
  private static final Flag BUILD_DEPS =
      Flag.onOff("build-deps", "check what source packages need to be built, too");

  private SnapshotAlgebraCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("snapshot", "merge")
            .purpose("merge snapshots into a new one")
            .takes(Positionals.atLeast(2, "<destination> <source>..."))
            .flags(LATEST, NO_REMOVE, JSON)
            .describes(
                "From left to right: a later snapshot replaces every version of the packages"
                    + " (name and architecture) that it has itself. With -no-remove all versions"
                    + " stay; with -latest the highest one does, whichever snapshot has it.")
            .examples("snapshot merge both team-a-1 team-b-7", "snapshot merge -latest all a b c")
            .failsWith("unable to merge", SnapshotAlgebraCommands::merge),
        Command.of("snapshot", "pull")
            .purpose("pull packages of one snapshot into another, as a new snapshot")
            .takes(Positionals.atLeast(4, "<name> <source> <destination> <query>..."))
            .flags(ALL_MATCHES, DRY_RUN, NO_DEPS, NO_REMOVE, JSON)
            .describes(
                "The new snapshot <destination> is <name> with what any of the queries selects in"
                    + " <source>, and with what that depends on and <name> does not have. Older"
                    + " versions go unless -no-remove is given. Packages for other architectures"
                    + " than those of <name> (or -architectures) are left out. -dry-run tells"
                    + " exactly what the command would do.")
            .examples("snapshot pull -dry-run stable-1 testing-4 stable-2 'nginx (>= 1.24)'")
            .failsWith("unable to pull", SnapshotAlgebraCommands::pull),
        Command.of("snapshot", "filter")
            .purpose("make a snapshot of some packages of another")
            .takes(Positionals.atLeast(3, "<source> <destination> <query>..."))
            .flags(SearchOutput.WITH_DEPS, DRY_RUN, JSON)
            .describes(
                "Takes what any of the queries selects, and with -with-deps what it depends on.")
            .examples("snapshot filter -with-deps stable-1 web-1 'nginx | varnish'")
            .failsWith("unable to filter", SnapshotAlgebraCommands::filter),
        Command.of("snapshot", "verify")
            .purpose("tell which dependencies of a snapshot nothing satisfies")
            .takes(Positionals.atLeast(1, "<name> [<source>...]"))
            .flags(BUILD_DEPS, JSON)
            .describes(
                "What the packages of <name> need may be in <name> or in any of the other"
                    + " snapshots. The exit code is 0 also when something is missing. Architecture"
                    + " restrictions, qualifiers and provided versions count as Debian Policy"
                    + " chapter 7 says.")
            .examples(
                "snapshot verify team-1 bookworm-1", "snapshot verify -build-deps team-1 sid-1")
            .failsWith("unable to verify", SnapshotAlgebraCommands::verify),
        Command.of("snapshot", "diff")
            .purpose("compare two snapshots")
            .takes(Positionals.exactly(2, "<a> <b>"))
            .flags(ONLY_MATCHING, JSON)
            .describes("Marks: + only in b, - only in a, ! another version.")
            .examples("snapshot diff mine-1 mine-2")
            .failsWith(
                "unable to diff",
                (invocation, session) ->
                    diff(
                        invocation,
                        session,
                        "Snapshots are identical.",
                        name -> PackageSource.of(new SnapshotName(name)))));
  }

  /// A command that compares two of a kind.
  interface Naming {
    PackageSource source(String name);
  }

  static Command repositories(Naming naming) {
    return Command.of("repo", "diff")
        .purpose("compare two local repositories")
        .takes(Positionals.exactly(2, "<a> <b>"))
        .flags(ONLY_MATCHING, JSON)
        .describes("Marks: + only in b, - only in a, ! another version.")
        .examples("repo diff testing stable")
        .failsWith(
            "unable to diff",
            (invocation, session) ->
                diff(invocation, session, "Local repos are identical.", naming));
  }

  private static int diff(Invocation invocation, Session session, String identical, Naming naming) {
    PackageSource a = naming.source(invocation.positional(0));
    PackageSource b = naming.source(invocation.positional(1));
    List<Difference> differences =
        session
            .store()
            .view(view ->
                SnapshotDiff.of(SourceSets.require(view, a), SourceSets.require(view, b), view));
    List<Difference> shown =
        invocation.flags().isOn(ONLY_MATCHING)
            ? differences.stream().filter(Difference::isInBoth).toList()
            : differences;
    Output output = session.output();
    if (invocation.flags().isOn(JSON)) {
      output.text(DifferenceOutput.json(JsonWriter.pretty(), shown).finish());
    } else if (differences.isEmpty()) {
      output.message(identical);
    } else {
      DifferenceOutput.table(output, "Version in A", "Version in B", shown);
    }
    return CommandHandler.OK;
  }

  private static int merge(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    session.run(
        new MergeSnapshots(
            new SnapshotName(name),
            invocation.positionalsFrom(1).stream().map(SnapshotName::new).toList(),
            rule(invocation.flags())));
    return SnapshotCommands.created(invocation, session, name, "created");
  }

  private static MergeRule rule(FlagValues flags) {
    if (flags.isOn(LATEST) && flags.isOn(NO_REMOVE)) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "-no-remove and -latest can't be specified together");
    }
    return flags.isOn(LATEST)
        ? MergeRule.NEWEST
        : flags.isOn(NO_REMOVE) ? MergeRule.KEEP_ALL : MergeRule.REPLACE;
  }

  private static int pull(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    boolean forPrograms = flags.isOn(JSON);
    var target = new SnapshotName(invocation.positional(0));
    var source = new SnapshotName(invocation.positional(1));
    String name = invocation.positional(2);
    if (!forPrograms) {
      announcePull(session, target, source, name);
    }
    var operation =
        new PullPackages(
            new SnapshotName(name),
            target,
            source,
            session.queries(invocation.positionalsFrom(3)),
            String.join(" ", invocation.positionalsFrom(3)),
            session.dependencies(!flags.isOn(NO_DEPS)),
            List.of(),
            flags.isOn(NO_REMOVE) ? OldVersions.KEEP : OldVersions.REMOVE,
            flags.isOn(ALL_MATCHES) ? Matches.ALL : Matches.FIRST,
            RepositoryCommands.execution(invocation));
    var pulled = (OperationResult.Pulled) session.run(operation, forPrograms);
    if (forPrograms) {
      session.output().text(json(pulled));
    } else if (pulled.snapshot().isPresent()) {
      return SnapshotCommands.created(invocation, session, name, "created");
    } else {
      notCreated(session);
    }
    return CommandHandler.OK;
  }

  private static void announcePull(
      Session session, SnapshotName target, SnapshotName source, String name) {
    Output output = session.output();
    record Described(String target, String source) {}
    Described described =
        session
            .store()
            .view(view ->
                new Described(
                    Objects.requireSnapshot(view, target).displayName(),
                    Objects.requireSnapshot(view, source).displayName()));
    output.message("Dependencies would be pulled into snapshot:");
    output.message("    " + described.target());
    output.message("from snapshot:");
    output.message("    " + described.source());
    output.message("and result would be saved as new snapshot %s.".formatted(name));
  }

  private static String json(OperationResult.Pulled pulled) {
    JsonWriter json =
        JsonWriter.pretty()
            .beginObject()
            .member("Added", pulled.added())
            .member("Removed", pulled.removed());
    pulled.snapshot().ifPresent(snapshot -> json.member("Snapshot", snapshot.name()));
    return json.endObject().finish();
  }

  private static void notCreated(Session session) {
    session.output().message("");
    session.output().message("Not creating snapshot, as dry run was requested.");
  }

  private static int filter(Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(JSON);
    String name = invocation.positional(1);
    if (!forPrograms) {
      session.output().message("Loading packages...");
    }
    var operation =
        new FilterSnapshot(
            new SnapshotName(name),
            new SnapshotName(invocation.positional(0)),
            session.queries(invocation.positionalsFrom(2)),
            String.join(" ", invocation.positionalsFrom(2)),
            session.dependencies(invocation.flags().isOn(SearchOutput.WITH_DEPS)),
            RepositoryCommands.execution(invocation));
    OperationResult result = session.run(operation, forPrograms);
    if (operation.execution() == Execution.CARRY_OUT) {
      return SnapshotCommands.created(invocation, session, name, "filtered");
    }
    if (forPrograms) {
      session.output().text(json((OperationResult.Pulled) result));
    } else {
      notCreated(session);
    }
    return CommandHandler.OK;
  }

  private static int verify(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    boolean forPrograms = flags.isOn(JSON);
    Output output = session.output();
    if (!forPrograms) {
      output.message("Loading packages...");
      output.message("Verifying...");
    }
    DependencyCheck.Report report =
        session
            .store()
            .view(view -> {
              PackageSet others = PackageSet.empty();
              for (String name : invocation.positionalsFrom(1)) {
                others = others.union(SnapshotCommands.set(view, name));
              }
              return DependencyCheck.of(
                  view,
                  SnapshotCommands.set(view, invocation.positional(0)),
                  others,
                  session.dependencies(true),
                  flags.isOn(BUILD_DEPS) ? BuildDependencies.CHECK : BuildDependencies.IGNORE);
            });
    if (forPrograms) {
      output.text(json(report.missing()));
      return CommandHandler.OK;
    }
    report.steps().forEach(output::message);
    report.faults().forEach(fault -> output.mark(Mark.WARNING, fault));
    if (report.missing().isEmpty()) {
      output.message("All dependencies are satisfied.");
    } else {
      output.message("Missing dependencies (%d):".formatted(report.missing().size()));
      report.missing().forEach(missing -> output.message("  " + missing));
    }
    return CommandHandler.OK;
  }

  private static String json(List<MissingDependency> all) {
    JsonWriter json = JsonWriter.pretty().beginArray();
    for (MissingDependency missing : all) {
      json.beginObject()
          .member("Dependency", missing.relationship().toString())
          .member("Architecture", missing.architecture().name())
          .member(
              "NeededBy",
              missing.needing().stream().map(PackageRelations::displayName).sorted().toList())
          .endObject();
    }
    return json.endArray().finish();
  }
}
