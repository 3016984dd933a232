package org.entrepot.cli.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.SnapshotMirror;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.service.operation.SnapshotOperation.RenameSnapshot;

/// `snapshot …` (spec cli 8).
final class SnapshotCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  private static final Flag RAW = RepositoryCommands.RAW;
  private static final Flag WITH_PACKAGES = RepositoryCommands.WITH_PACKAGES;
  private static final Flag SORT = Flag.text("sort", "name", "order of the list: name or time");

  private SnapshotCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("snapshot", "create")
            .purpose("create a snapshot of a mirror or a local repository, or an empty one")
            .takes(
                new Positionals(
                    "<name> from mirror <mirror> | <name> from repo <repo> | <name> empty",
                    (arguments, _) ->
                        isFromMirror(arguments) || isFromRepo(arguments) || isEmpty(arguments)
                            ? Optional.empty()
                            : Optional.of(
                                "takes: <name> from mirror <mirror>, <name> from repo <repo>, or"
                                    + " <name> empty")))
            .flags(JSON)
            .describes(
                "A snapshot never changes: it can be published again and again with the same"
                    + " content.")
            .examples(
                "snapshot create mine-1 from repo mine",
                "snapshot create trixie-1 from mirror trixie")
            .failsWith("unable to create snapshot", SnapshotCommands::create),
        Command.of("snapshot", "list")
            .purpose("list snapshots")
            .flags(JSON, RAW, SORT)
            .describes("Sorted by name, or with -sort=time by age.")
            .examples("snapshot list -sort=time")
            .failsWith("unable to list", SnapshotCommands::list),
        Command.of("snapshot", "show")
            .purpose("show a snapshot")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(JSON, WITH_PACKAGES)
            .describes("What it was made from, when, and how many packages it holds.")
            .examples("snapshot show -with-packages mine-1")
            .failsWith("unable to show", SnapshotCommands::show),
        Command.of("snapshot", "rename")
            .purpose("rename a snapshot")
            .takes(Positionals.exactly(2, "<old-name> <new-name>"))
            .flags(JSON)
            .describes("What refers to it keeps referring to it.")
            .examples("snapshot rename mine-1 release-1")
            .failsWith("unable to rename", SnapshotCommands::rename),
        Command.of("snapshot", "drop")
            .purpose("delete a snapshot")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(RepositoryCommands.FORCE, JSON)
            .describes(
                "A published snapshot cannot be dropped; one that others were made from only with"
                    + " -force.")
            .examples("snapshot drop mine-1")
            .failsWith("unable to drop", SnapshotCommands::drop),
        Command.of("snapshot", "search")
            .purpose("search the packages of a snapshot")
            .takes(Positionals.between(1, 2, "<name> [<query>]"))
            .flags(SearchOutput.FORMAT, SearchOutput.WITH_DEPS, JSON)
            .describes("Without a query all packages are listed.")
            .examples("snapshot search mine-1 '$Architecture (amd64)'")
            .failsWith(
                "unable to search",
                (invocation, session) ->
                    SearchOutput.search(
                        invocation, session, 1, view -> set(view, invocation.positional(0)))));
  }

  private static boolean isEmpty(List<String> arguments) {
    return arguments.size() == 2 && arguments.get(1).equals("empty");
  }

  private static boolean isFromRepo(List<String> arguments) {
    return arguments.size() == 4 && arguments.subList(1, 3).equals(List.of("from", "repo"));
  }

  private static boolean isFromMirror(List<String> arguments) {
    return arguments.size() == 4 && arguments.subList(1, 3).equals(List.of("from", "mirror"));
  }

  private static boolean isMirror(Invocation invocation) {
    return invocation.positional(2).equals("mirror");
  }

  private static Snapshot require(View view, String name) {
    return Objects.requireSnapshot(view, new SnapshotName(name));
  }

  static PackageSet set(View view, String name) {
    return view.set(require(view, name).packages());
  }

  private static int create(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    var snapshot = new SnapshotName(name);
    Optional<String> source = invocation.positionalsFrom(3).stream().findFirst();
    boolean ofMirror = invocation.positional(1).equals("from") && isMirror(invocation);
    session.run(
        ofMirror
            ? new SnapshotMirror(snapshot, new MirrorName(source.orElseThrow()), Optional.empty())
            : new CreateSnapshot(snapshot, source.map(RepositoryName::new), Optional.empty()));
    return created(invocation, session, name, "created");
  }

  /// Tells of a new snapshot.
  static int created(Invocation invocation, Session session, String name, String how) {
    return told(
        invocation,
        session,
        name,
        "Snapshot %s successfully %s.".formatted(name, how),
        session
            .named(
                "You can run 'entrepot publish snapshot %s' to publish snapshot as Debian"
                    + " repository.")
            .formatted(name));
  }

  private static int told(
      Invocation invocation, Session session, String name, String... sentences) {
    if (invocation.flags().isOn(JSON)) {
      session.output().text(session.store().view(view -> json(view, require(view, name), false)));
    } else {
      session.output().line("");
      for (String sentence : sentences) {
        session.output().line(sentence);
      }
    }
    return CommandHandler.OK;
  }

  private static int list(Invocation invocation, Session session) {
    Comparator<Snapshot> order =
        switch (invocation.flags().text(SORT).toLowerCase(Locale.ROOT)) {
          case "name" -> Comparator.comparing(snapshot -> snapshot.name().value());
          case "time" -> Comparator.comparing(Snapshot::createdAt);
          default ->
              throw new RepositoryException(
                  ErrorCode.INVALID_REQUEST,
                  "sorting method \"%s\" unknown; use name or time"
                      .formatted(invocation.flags().text(SORT)));
        };
    List<Snapshot> snapshots =
        session.store().view(View::snapshots).stream().sorted(order).toList();
    Output output = session.output();
    if (invocation.flags().isOn(JSON)) {
      output.text(
          session
              .store()
              .view(view -> {
                JsonWriter json = JsonWriter.pretty().beginArray();
                for (Snapshot snapshot : snapshots) {
                  Shapes.snapshotTail(
                          Shapes.snapshotHead(json.beginObject(), snapshot), view, snapshot)
                      .endObject();
                }
                return json.endArray().finish();
              }));
    } else if (invocation.flags().isOn(RAW)) {
      output.lines(snapshots.stream().map(s -> s.name().value()).toList());
    } else if (snapshots.isEmpty()) {
      output.line("");
      output.line(
          session.named("No snapshots found, create one with `entrepot snapshot create...`."));
    } else {
      output.line("List of snapshots:");
      output.lines(snapshots.stream().map(s -> " * " + s.displayName()).toList());
      output.line("");
      output.line(
          session.named(
              "To get more information about snapshot, run `entrepot snapshot show <name>`."));
    }
    return CommandHandler.OK;
  }

  private static int show(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    boolean withPackages = invocation.flags().isOn(WITH_PACKAGES);
    session
        .output()
        .text(
            session
                .store()
                .view(view -> {
                  Snapshot snapshot = require(view, name);
                  return invocation.flags().isOn(JSON)
                      ? json(view, snapshot, withPackages)
                      : shown(view, snapshot, withPackages);
                }));
    return CommandHandler.OK;
  }

  private static String json(View view, Snapshot snapshot, boolean withPackages) {
    JsonWriter json = Shapes.snapshotHead(JsonWriter.pretty().beginObject(), snapshot);
    List<Snapshot> snapshots = sources(snapshot, view::findSnapshot);
    List<Repository> repositories = sources(snapshot, view::findRepository);
    if (!snapshots.isEmpty()) {
      json.name("Snapshots").beginArray();
      snapshots.forEach(source ->
          Shapes.snapshotTail(Shapes.snapshotHead(json.beginObject(), source), view, source)
              .endObject());
      json.endArray();
    }
    List<Mirror> mirrors = sources(snapshot, view::findMirror);
    if (!mirrors.isEmpty()) {
      json.name("RemoteRepos").beginArray();
      mirrors.forEach(source -> {
        Shapes.mirror(json.beginObject(), view, source);
        json.endObject();
      });
      json.endArray();
    }
    if (!repositories.isEmpty()) {
      json.name("LocalRepos").beginArray();
      repositories.forEach(source -> Shapes.repository(json.beginObject(), source).endObject());
      json.endArray();
    }
    if (withPackages) {
      json.member("Packages", Shapes.sortedPackages(view, view.set(snapshot.packages())));
    }
    return Shapes.snapshotTail(json, view, snapshot).endObject().finish();
  }

  private interface Finder<T> {
    Optional<T> find(UUID id);
  }

  private static <T> List<T> sources(Snapshot snapshot, Finder<T> finder) {
    return snapshot.sourceIds().stream().flatMap(id -> finder.find(id).stream()).toList();
  }

  private static String shown(View view, Snapshot snapshot, boolean withPackages) {
    var text =
        new StringBuilder(
            "Name: %s\nCreated At: %s\nDescription: %s\nNumber of packages: %d\n"
                .formatted(
                    snapshot.name(),
                    Shapes.time(snapshot.createdAt()),
                    snapshot.description(),
                    snapshot.packageCount()));
    List<String> sources =
        snapshot.sourceIds().stream()
            .flatMap(id -> sourceName(view, id).stream())
            .map(name -> "  %s [%s]\n".formatted(name, Shapes.kind(snapshot.kind())))
            .toList();
    if (!sources.isEmpty()) {
      text.append("Sources:\n");
      sources.forEach(text::append);
    }
    if (withPackages) {
      text.append(
          RepositoryCommands.packages(Shapes.packages(view, view.set(snapshot.packages()))));
    }
    return text.toString();
  }

  private static Optional<String> sourceName(View view, UUID id) {
    return view.findRepository(id)
        .map(repository -> repository.name().value())
        .or(() -> view.findSnapshot(id).map(snapshot -> snapshot.name().value()))
        .or(() -> view.findMirror(id).map(mirror -> mirror.name().value()));
  }

  private static int rename(Invocation invocation, Session session) {
    String from = invocation.positional(0);
    String to = invocation.positional(1);
    session.run(new RenameSnapshot(new SnapshotName(from), new SnapshotName(to)));
    return told(
        invocation,
        session,
        to,
        "Snapshot %s -> %s has been successfully renamed.".formatted(from, to));
  }

  private static int drop(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    session.run(
        new DropSnapshot(
            new SnapshotName(name),
            invocation.flags().isOn(RepositoryCommands.FORCE)
                ? Force.FORCE
                : Force.REFUSE_IF_USED));
    return RepositoryCommands.done(
        invocation, session, "Snapshot `%s` has been dropped.".formatted(name));
  }
}
