package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Mark;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.ImportFromMirror;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PackageSource;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.operation.RepositoryOperation.DropRepository;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.operation.RepositoryOperation.RemovePackages;
import org.entrepot.service.operation.RepositoryOperation.RenameRepository;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.RepositoryOperation.Transfer;
import org.entrepot.service.operation.RepositoryOperation.TransferPackages;

/// `repo …` (spec cli 7).
final class RepositoryCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  static final Flag RAW = Flag.onOff("raw", "print names only, one per line");
  static final Flag WITH_PACKAGES = Flag.onOff("with-packages", "list the packages too");
  static final Flag FORCE = Flag.onOff("force", "also when snapshots were made from it");
  static final Flag DRY_RUN = Flag.onOff("dry-run", "only tell what would be done");
  private static final Flag COMMENT =
      Flag.text("comment", "", "any text that describes the repository");
  private static final Flag DISTRIBUTION =
      Flag.text("distribution", "", "default distribution when it is published");
  private static final Flag COMPONENT =
      Flag.text("component", "main", "default component when it is published");

  /// For `edit`, where what is not given stays as it is.
  private static final Flag NEW_COMPONENT =
      Flag.text("component", "", "default component when it is published");

  private static final Flag FORCE_REPLACE =
      Flag.onOff("force-replace", "replace packages of the same name, version and architecture");
  static final Flag REMOVE_FILES = Flag.onOff("remove-files", "delete the files that were added");

  private RepositoryCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("repo", "create")
            .purpose("create a local repository")
            .takes(
                new Positionals(
                    "<name> [from snapshot <snapshot>]",
                    (arguments, _) ->
                        arguments.size() == 1
                                || (arguments.size() == 4
                                    && arguments.subList(1, 3).equals(List.of("from", "snapshot")))
                            ? Optional.empty()
                            : Optional.of("takes a name, or: <name> from snapshot <snapshot>")))
            .flags(COMMENT, COMPONENT, DISTRIBUTION, IncludeFlags.UPLOADERS, JSON)
            .describes(
                "A local repository is a collection of packages that can be changed. It starts"
                    + " empty, or with the packages of a snapshot.")
            .examples(
                "repo create -distribution=stable mine", "repo create fork from snapshot mine-1")
            .failsWith("unable to add local repo", RepositoryCommands::create),
        Command.of("repo", "edit")
            .purpose("change attributes of a local repository")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(COMMENT, NEW_COMPONENT, DISTRIBUTION, IncludeFlags.UPLOADERS, JSON)
            .describes("Only what is given changes.")
            .examples("repo edit -comment=\"Team packages\" mine")
            .failsWith("unable to edit", RepositoryCommands::edit),
        Command.of("repo", "list")
            .purpose("list local repositories")
            .flags(JSON, RAW)
            .describes("Names, comments and numbers of packages.")
            .examples("repo list", "repo list -raw")
            .failsWith("unable to list", RepositoryCommands::list),
        Command.of("repo", "show")
            .purpose("show a local repository")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(JSON, WITH_PACKAGES)
            .describes("Attributes and number of packages, and with -with-packages their names.")
            .examples("repo show -with-packages mine")
            .failsWith("unable to show", RepositoryCommands::show),
        Command.of("repo", "rename")
            .purpose("rename a local repository")
            .takes(Positionals.exactly(2, "<old-name> <new-name>"))
            .flags(JSON)
            .describes("What was made or published from it keeps referring to it.")
            .examples("repo rename mine ours")
            .failsWith("unable to rename", RepositoryCommands::rename),
        Command.of("repo", "drop")
            .purpose("delete a local repository")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(FORCE, JSON)
            .describes(
                "Package files stay in the pool until db cleanup finds that nothing needs them. A"
                    + " published repository cannot be dropped.")
            .examples("repo drop mine")
            .failsWith("unable to drop", RepositoryCommands::drop),
        Command.of("repo", "add")
            .purpose("add package files to a local repository")
            .takes(Positionals.atLeast(2, "<name> <file or directory>..."))
            .flags(FORCE_REPLACE, REMOVE_FILES, JSON)
            .describes(
                "Adds .deb, .udeb, .ddeb and .dsc files; directories are searched. A bad file is"
                    + " told and does not stop the others; the exit code is then 1.")
            .examples(
                "repo add mine ./packages", "repo add -force-replace mine hello_1.0_amd64.deb")
            .failsWith("unable to add", RepositoryCommands::add),
        Command.of("repo", "include")
            .purpose("take uploads (.changes) into local repositories")
            .takes(Positionals.atLeast(1, "<file.changes or directory>..."))
            .flags(IncludeFlags.and(IncludeFlags.NO_REMOVE_FILES, JSON))
            .describes(
                "Each .changes file is taken with all that it lists, or not at all: its signature,"
                    + " the digests of its files, the rules for uploaders and the names of its"
                    + " packages have to be right. Directories are searched. What is taken is"
                    + " deleted there, and .buildinfo files are kept in the root directory, below"
                    + " buildinfo. One that is refused is told with the reason, stays, and makes"
                    + " the exit code 1.")
            .examples(
                "repo include -keyring=uploaders.gpg incoming",
                "repo include -repo='{{.Distribution}}-staging' hello_1.0_amd64.changes")
            .failsWith("unable to include", RepositoryCommands::include),
        transfer("copy", Transfer.COPY),
        transfer("move", Transfer.MOVE),
        Command.of("repo", "import")
            .purpose("import packages from a mirror into a local repository")
            .takes(Positionals.atLeast(3, "<mirror> <destination> <query>..."))
            .flags(DRY_RUN, SearchOutput.WITH_DEPS, JSON)
            .describes(
                "Takes what any of the queries selects, and with -with-deps what it depends on and"
                    + " the destination does not have. All or nothing.")
            .examples("repo import trixie mine 'nginx (>= 1.26)'")
            .failsWith("unable to import", RepositoryCommands::importFromMirror),
        Command.of("repo", "remove")
            .purpose("remove packages from a local repository")
            .takes(Positionals.atLeast(2, "<name> <query>..."))
            .flags(DRY_RUN, JSON)
            .describes("Removes what any of the queries selects. Snapshots keep what they have.")
            .examples("repo remove mine 'hello (<< 2.0)'")
            .failsWith("unable to remove", RepositoryCommands::remove),
        SnapshotAlgebraCommands.repositories(name -> PackageSource.of(new RepositoryName(name))),
        Command.of("repo", "search")
            .purpose("search the packages of a local repository")
            .takes(Positionals.between(1, 2, "<name> [<query>]"))
            .flags(SearchOutput.FORMAT, SearchOutput.WITH_DEPS, JSON)
            .describes("Without a query all packages are listed.")
            .examples("repo search mine 'Section (utils), hello (>= 1.0)'")
            .failsWith(
                "unable to search",
                (invocation, session) ->
                    SearchOutput.search(
                        invocation, session, 1, view -> set(view, invocation.positional(0)))));
  }

  private static Command transfer(String word, Transfer transfer) {
    return Command.of("repo", word)
        .purpose(word + " packages between local repositories")
        .takes(Positionals.atLeast(3, "<source> <destination> <query>..."))
        .flags(DRY_RUN, SearchOutput.WITH_DEPS, JSON)
        .describes(
            "Takes what any of the queries selects, and with -with-deps what it depends on and the"
                + " destination does not have. All or nothing.")
        .examples("repo %s -with-deps testing stable 'hello (= 1.0)'".formatted(word))
        .failsWith(
            "unable to " + word, (invocation, session) -> transfer(transfer, invocation, session));
  }

  private static PackageSet set(View view, String name) {
    return view.set(Objects.requireRepository(view, new RepositoryName(name)).packages());
  }

  /// Prints the repository as JSON, or a sentence.
  private static int told(
      Invocation invocation, Session session, String name, String... sentences) {
    if (invocation.flags().isOn(JSON)) {
      session
          .output()
          .text(
              session
                  .store()
                  .view(view -> {
                    Repository repository =
                        Objects.requireRepository(view, new RepositoryName(name));
                    return Shapes.repository(JsonWriter.pretty().beginObject(), repository)
                        .endObject()
                        .finish();
                  }));
    } else {
      session.output().line("");
      for (String sentence : sentences) {
        session.output().line(sentence);
      }
    }
    return CommandHandler.OK;
  }

  private static int create(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    FlagValues flags = invocation.flags();
    session.run(
        new CreateRepository(
            new RepositoryName(name),
            flags.text(COMMENT),
            flags.text(DISTRIBUTION),
            flags.text(COMPONENT),
            IncludeFlags.uploaders(flags, session).orElse(""),
            invocation.positionalsFrom(3).stream().findFirst().map(SnapshotName::new)));
    return told(
        invocation,
        session,
        name,
        "Local repo %s successfully added.".formatted(displayName(session, name)),
        session
            .named("You can run 'entrepot repo add %s ...' to add packages to repository.")
            .formatted(name));
  }

  private static int edit(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    FlagValues flags = invocation.flags();
    session.run(
        new EditRepository(
            new RepositoryName(name),
            given(flags, COMMENT),
            given(flags, DISTRIBUTION),
            given(flags, COMPONENT),
            IncludeFlags.uploaders(flags, session)));
    return told(
        invocation,
        session,
        name,
        "Local repo %s successfully updated.".formatted(displayName(session, name)));
  }

  private static String displayName(Session session, String name) {
    return session
        .store()
        .view(view -> Objects.requireRepository(view, new RepositoryName(name)).displayName());
  }

  private static Optional<String> given(FlagValues flags, Flag flag) {
    return flags.isGiven(flag) ? Optional.of(flags.text(flag)) : Optional.empty();
  }

  private static int list(Invocation invocation, Session session) {
    List<Repository> repositories = session.store().view(View::repositories);
    Output output = session.output();
    if (invocation.flags().isOn(JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      repositories.forEach(
          repository -> Shapes.repository(json.beginObject(), repository).endObject());
      output.text(json.endArray().finish());
    } else if (invocation.flags().isOn(RAW)) {
      output.lines(repositories.stream().map(r -> r.name().value()).toList());
    } else if (repositories.isEmpty()) {
      output.line(
          session.named(
              "No local repositories found, create one with `entrepot repo create ...`."));
    } else {
      output.line("List of local repos:");
      output.lines(
          repositories.stream()
              .map(r -> " * %s (packages: %d)".formatted(r.displayName(), r.packageCount()))
              .sorted()
              .toList());
      output.line("");
      output.line(
          session.named(
              "To get more information about local repository, run `entrepot repo show <name>`."));
    }
    return CommandHandler.OK;
  }

  private static int show(Invocation invocation, Session session) {
    var name = new RepositoryName(invocation.positional(0));
    boolean withPackages = invocation.flags().isOn(WITH_PACKAGES);
    String text =
        session
            .store()
            .view(view -> {
              Repository repository = Objects.requireRepository(view, name);
              PackageSet set = withPackages ? view.set(repository.packages()) : PackageSet.empty();
              return invocation.flags().isOn(JSON)
                  ? Shapes.repository(JsonWriter.pretty().beginObject(), repository)
                      .member("Packages", Shapes.sortedPackages(view, set))
                      .endObject()
                      .finish()
                  : shown(repository) + (withPackages ? packages(Shapes.packages(view, set)) : "");
            });
    session.output().text(text);
    return CommandHandler.OK;
  }

  private static String shown(Repository repository) {
    return "Name: %s\nComment: %s\nDefault Distribution: %s\nDefault Component: %s\n%sNumber of packages: %d\n"
        .formatted(
            repository.name(),
            repository.comment(),
            repository.defaultDistribution(),
            repository.defaultComponent(),
            repository.uploaders().isEmpty() ? "" : "Uploaders: " + repository.uploaders() + "\n",
            repository.packageCount());
  }

  /// The package section of `show -with-packages`.
  static String packages(List<String> names) {
    var text = new StringBuilder("Packages:\n");
    names.forEach(name -> text.append("  ").append(name).append('\n'));
    return text.toString();
  }

  private static int rename(Invocation invocation, Session session) {
    String from = invocation.positional(0);
    String to = invocation.positional(1);
    session.run(new RenameRepository(new RepositoryName(from), new RepositoryName(to)));
    return told(
        invocation,
        session,
        to,
        "Local repo %s -> %s has been successfully renamed.".formatted(from, to));
  }

  private static int drop(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    session.run(
        new DropRepository(
            new RepositoryName(name),
            invocation.flags().isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED));
    return done(invocation, session, "Local repo `%s` has been removed.".formatted(name));
  }

  /// A sentence, or `{}` for programs, of what is gone and cannot be shown.
  static int done(Invocation invocation, Session session, String sentence) {
    if (invocation.flags().isOn(JSON)) {
      session.output().text(JsonWriter.pretty().beginObject().endObject().finish());
    } else {
      session.output().line(sentence);
    }
    return CommandHandler.OK;
  }

  private static int add(Invocation invocation, Session session) {
    List<Path> paths = invocation.positionalsFrom(1).stream().map(session::importPath).toList();
    Operation operation =
        new AddPackages(
            new RepositoryName(invocation.positional(0)),
            paths,
            invocation.flags().isOn(FORCE_REPLACE) ? Replacement.REPLACE : Replacement.REFUSE,
            invocation.flags().isOn(REMOVE_FILES)
                ? AfterImport.REMOVE_FILES
                : AfterImport.KEEP_FILES);
    return imported(operation, invocation, session);
  }

  private static int include(Invocation invocation, Session session) {
    Operation operation =
        IncludeFlags.operation(
            invocation.flags(),
            session,
            invocation.positionalsFrom(0).stream().map(session::importPath).toList(),
            invocation.flags().isOn(IncludeFlags.NO_REMOVE_FILES)
                ? AfterImport.KEEP_FILES
                : AfterImport.REMOVE_FILES);
    return imported(operation, invocation, session);
  }

  private static int imported(Operation operation, Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(JSON);
    if (!forPrograms) {
      session.output().message("Loading packages...");
    }
    var imported = (OperationResult.Imported) session.run(operation, forPrograms);
    if (forPrograms) {
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Added", imported.added())
                  .member("Removed", imported.removed())
                  .member("Warnings", imported.warnings())
                  .member("FailedFiles", imported.failedFiles())
                  .endObject()
                  .finish());
    }
    if (imported.failedFiles().isEmpty()) {
      return CommandHandler.OK;
    }
    if (!forPrograms) {
      session.output().mark(Mark.WARNING, "Some files were skipped due to errors:");
      imported.failedFiles().forEach(file -> session.output().message("  " + file));
    }
    session.output().error("some files failed to be added");
    return CommandHandler.FAILED;
  }

  private static int transfer(Transfer transfer, Invocation invocation, Session session) {
    return changed(
        new TransferPackages(
            transfer,
            new RepositoryName(invocation.positional(0)),
            new RepositoryName(invocation.positional(1)),
            session.queries(invocation.positionalsFrom(2)),
            session.dependencies(invocation.flags().isOn(SearchOutput.WITH_DEPS)),
            execution(invocation)),
        invocation,
        session);
  }

  private static int importFromMirror(Invocation invocation, Session session) {
    return changed(
        new ImportFromMirror(
            new MirrorName(invocation.positional(0)),
            new RepositoryName(invocation.positional(1)),
            session.queries(invocation.positionalsFrom(2)),
            session.dependencies(invocation.flags().isOn(SearchOutput.WITH_DEPS)),
            execution(invocation)),
        invocation,
        session);
  }

  private static int remove(Invocation invocation, Session session) {
    return changed(
        new RemovePackages(
            new RepositoryName(invocation.positional(0)),
            session.queries(invocation.positionalsFrom(1)),
            execution(invocation)),
        invocation,
        session);
  }

  static Execution execution(Invocation invocation) {
    return invocation.flags().isOn(DRY_RUN) ? Execution.DRY_RUN : Execution.CARRY_OUT;
  }

  private static int changed(Operation operation, Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(JSON);
    if (!forPrograms) {
      session.output().message("Loading packages...");
    }
    var changed = (OperationResult.Changed) session.run(operation, forPrograms);
    if (forPrograms) {
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Packages", changed.packages())
                  .endObject()
                  .finish());
    } else if (invocation.flags().isOn(DRY_RUN)) {
      session.output().message("");
      session.output().message("Changes not saved, as dry run has been requested.");
    }
    return CommandHandler.OK;
  }
}
