package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.entrepot.catalog.View;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.FilesystemEndpoint;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Drop;
import org.entrepot.service.operation.PublicationOperation.Publish;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.Switch;
import org.entrepot.service.operation.PublicationOperation.Update;
import org.entrepot.service.publish.PublicationPlan;

/// `publish repo|snapshot|update|switch|drop|list|show` (spec cli 9).
public final class PublishCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  static final Flag COMPONENT =
      Flag.text("component", "", "component for each source, separated by commas; empty: guessed");
  private static final Flag DISTRIBUTION =
      Flag.text("distribution", "", "distribution; empty: guessed");
  private static final Flag ORIGIN = Flag.text("origin", "", "Origin in the Release file");
  private static final Flag LABEL = Flag.text("label", "", "Label in the Release file");
  private static final Flag SUITE =
      Flag.text("suite", "", "Suite in the Release file; empty: the distribution");
  private static final Flag CODENAME =
      Flag.text("codename", "", "Codename in the Release file; empty: the distribution");
  private static final Flag NOT_AUTOMATIC =
      Flag.text("notautomatic", "", "NotAutomatic in the Release file");
  private static final Flag BUT_AUTOMATIC_UPGRADES =
      Flag.text("butautomaticupgrades", "", "ButAutomaticUpgrades in the Release file");
  private static final Flag VERSION = Flag.text("version", "", "Version in the Release file");
  private static final Flag SIGNED_BY =
      Flag.text(
          "signed-by", "", "Signed-By in the Release file: fingerprints that apt shall accept");
  private static final Flag VALID_FOR =
      Flag.text(
          "valid-for",
          "",
          "how long clients may trust the Release file, such as 7d or 12h; empty: for ever");
  private static final Flag BY_HASH =
      new Flag(
          "acquire-by-hash",
          Flag.Kind.SWITCH,
          "true",
          "publish indices by their digests too, so that readers never see a mixture");
  private static final Flag SKIP_CONTENTS =
      Flag.onOff("skip-contents", "do not publish Contents indices");
  private static final Flag SKIP_BZ2 =
      Flag.onOff("skip-bz2", "no .bz2 indices; =false asks for them");
  private static final Flag MULTI_DIST =
      Flag.onOff("multi-dist", "keep package files apart for each distribution");
  private static final Flag FORCE_OVERWRITE =
      Flag.onOff(
          "force-overwrite",
          "replace package files that differ, also those other publications need");
  private static final Flag SKIP_CLEANUP =
      Flag.onOff("skip-cleanup", "keep files that are no longer needed");
  private static final Flag FORCE_DROP =
      Flag.onOff("force-drop", "forget the publication also when files cannot be removed");

  private PublishCommands() {}

  static List<Command> all() {
    return List.of(
        publish("repo", SourceKind.REPOSITORY, "<repo>... [[<endpoint>:]<prefix>]"),
        publish("snapshot", SourceKind.SNAPSHOT, "<snapshot>... [[<endpoint>:]<prefix>]"),
        Command.of("publish", "update")
            .purpose("publish the present packages again")
            .takes(Positionals.between(1, 2, "<distribution> [[<endpoint>:]<prefix>]"))
            .flags(
                with(
                    SigningFlags.ALL,
                    SKIP_CONTENTS,
                    SKIP_BZ2,
                    MULTI_DIST,
                    SIGNED_BY,
                    VERSION,
                    ORIGIN,
                    LABEL,
                    VALID_FOR,
                    FORCE_OVERWRITE,
                    SKIP_CLEANUP,
                    RepositoryCommands.DRY_RUN,
                    JSON))
            .describes(
                "A published local repository is read again; pending sources (publish source ...)"
                    + " take effect. Readers see the old archive or the new one, never a mixture."
                    + " -dry-run tells which packages would come, go or change.")
            .examples("publish update stable", "publish update -dry-run stable")
            .failsWith("unable to update", PublishCommands::update),
        Command.of("publish", "switch")
            .purpose("publish another snapshot in the place of a published one")
            .takes(
                new Positionals(
                    "<distribution> [[<endpoint>:]<prefix>] <snapshot>...",
                    (arguments, flags) -> {
                      int sources = components(flags).size();
                      return arguments.size() == sources + 1 || arguments.size() == sources + 2
                          ? Optional.empty()
                          : Optional.of(
                              "takes a distribution, perhaps a prefix, and as many snapshots as components (%d)"
                                  .formatted(sources));
                    }))
            .flags(
                with(
                    SigningFlags.ALL,
                    COMPONENT,
                    SKIP_CONTENTS,
                    SKIP_BZ2,
                    MULTI_DIST,
                    SIGNED_BY,
                    VERSION,
                    VALID_FOR,
                    FORCE_OVERWRITE,
                    SKIP_CLEANUP,
                    RepositoryCommands.DRY_RUN,
                    JSON))
            .describes(
                "The way to roll a release out, and back. -dry-run tells which packages would come,"
                    + " go or change.")
            .examples(
                "publish switch stable mine-2",
                "publish switch -dry-run stable mine-2",
                "publish switch -component=main,contrib stable main-2 contrib-2")
            .failsWith("unable to switch", PublishCommands::switchSnapshots),
        Command.of("publish", "drop")
            .purpose("take a published repository away")
            .takes(Positionals.between(1, 2, "<distribution> [[<endpoint>:]<prefix>]"))
            .flags(FORCE_DROP, SKIP_CLEANUP, JSON)
            .describes(
                "Removes its indices, and the package files that no other publication of the prefix"
                    + " needs.")
            .examples("publish drop stable")
            .failsWith("unable to drop", PublishCommands::drop),
        Command.of("publish", "list")
            .purpose("list published repositories")
            .flags(JSON, RepositoryCommands.RAW)
            .describes("With -raw: prefix and distribution, one per line.")
            .examples("publish list")
            .failsWith("unable to list", PublishCommands::list),
        Command.of("publish", "show")
            .purpose("show a published repository")
            .takes(Positionals.between(1, 2, "<distribution> [[<endpoint>:]<prefix>]"))
            .flags(JSON)
            .describes("Where it is, and what it publishes.")
            .examples("publish show stable")
            .failsWith("unable to show", PublishCommands::show));
  }

  private static List<Flag> with(List<Flag> flags, Flag... more) {
    var all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return all;
  }

  private static Command publish(String word, SourceKind kind, String syntax) {
    return Command.of("publish", word)
        .purpose("publish " + (kind == SourceKind.REPOSITORY ? "local repositories" : "snapshots"))
        .takes(
            new Positionals(
                syntax,
                (arguments, flags) -> {
                  int sources = components(flags).size();
                  return arguments.size() == sources || arguments.size() == sources + 1
                      ? Optional.empty()
                      : Optional.of(
                          "takes as many sources as components (%d), and perhaps a prefix"
                              .formatted(sources));
                }))
        .flags(
            with(
                SigningFlags.ALL,
                COMPONENT,
                DISTRIBUTION,
                ORIGIN,
                LABEL,
                SUITE,
                CODENAME,
                NOT_AUTOMATIC,
                BUT_AUTOMATIC_UPGRADES,
                BY_HASH,
                SKIP_CONTENTS,
                SKIP_BZ2,
                MULTI_DIST,
                SIGNED_BY,
                VERSION,
                VALID_FOR,
                FORCE_OVERWRITE,
                JSON))
        .describes(
            "Makes an archive that apt can use, signed, below the public directory or an endpoint"
                + " of the configuration. Distribution and components are guessed from the"
                + " repositories behind the sources where they are not given.")
        .examples(
            "publish %s -distribution=stable mine%s"
                .formatted(word, kind == SourceKind.REPOSITORY ? "" : "-1"),
            "publish %s -component=main,contrib a b filesystem:web:debian".formatted(word))
        .failsWith(
            "unable to publish", (invocation, session) -> publish(kind, invocation, session));
  }

  /// One element for each source that is expected.
  private static List<String> components(FlagValues flags) {
    return Arrays.asList(flags.text(COMPONENT).split(",", -1));
  }

  static List<Source> sources(FlagValues flags, List<String> names) {
    List<String> components = components(flags);
    var sources = new ArrayList<Source>();
    for (int i = 0; i < names.size(); i++) {
      sources.add(new Source(components.get(i).strip(), names.get(i)));
    }
    return sources;
  }

  private static int publish(SourceKind kind, Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    int count = components(flags).size();
    String location = invocation.positionalsFrom(count).stream().findFirst().orElse(".");
    // The distribution may have to be guessed, so only storage and prefix are taken from here.
    PublicationPoint place = PublicationPoint.parse(location, "unknown");
    Operation operation =
        new Publish(
            kind,
            sources(flags, invocation.positionals().subList(0, count)),
            place.storage(),
            place.prefix(),
            Optional.of(flags.text(DISTRIBUTION)).filter(text -> !text.isEmpty()),
            session.architectures(),
            attributes(flags),
            conflicts(flags, session),
            SigningFlags.signing(flags, session));
    var published = run(operation, invocation, session);
    if (flags.isOn(JSON)) {
      return json(published.point(), session);
    }
    Publication publication =
        session.store().view(view -> Objects.requirePublication(view, published.point()));
    Output output = session.output();
    String what = kind == SourceKind.REPOSITORY ? "Local repo(s)" : "Snapshot(s)";
    output.message("");
    output.message(
        "%s %s has been successfully published."
            .formatted(what, String.join(", ", invocation.positionals().subList(0, count))));
    hints(publication, session);
    return CommandHandler.OK;
  }

  /// What to put into sources.list.
  private static void hints(Publication publication, Session session) {
    Output output = session.output();
    PublicationPoint point = publication.point();
    directory(point.storage(), session.configuration())
        .ifPresent(directory ->
            output.message(
                "Please setup your webserver to serve directory '%s' with autoindexing."
                    .formatted(directory.toAbsolutePath())));
    if (publication.options().poolLayout() == PoolLayout.UPSTREAM) {
      output.message(
          "Now clients can use %s in the place of the original, with its components and its owner's key."
              .formatted(address(point, "http://your-server/")));
    } else {
      output.message("Now you can add following line to apt sources:");
      sourcesLines(publication, "http://your-server/").forEach(output::message);
      output.message(
          "Don't forget to give clients your public key: entrepot key export, and [signed-by=...]"
              + " in the line above.");
    }
    output.message("");
    output.message(
        session.named(
            "You can also use `entrepot serve` to publish your repositories over HTTP quickly."));
  }

  /// Where a storage keeps its files, if that is on this machine.
  private static Optional<Path> directory(StorageName storage, Configuration configuration) {
    if (storage.isDefault()) {
      return Optional.of(configuration.general().rootDirectory().resolve("public"));
    }
    return storage.kind().equals("filesystem")
        ? Optional.ofNullable(configuration.filesystemEndpoints().get(storage.name()))
            .map(FilesystemEndpoint::root)
        : Optional.empty();
  }

  /// Lines for sources.list, indented by two blanks.
  public static List<String> sourcesLines(Publication publication, String server) {
    PublicationPoint point = publication.point();
    String rest =
        "%s %s %s"
            .formatted(
                address(point, server),
                point.distribution(),
                String.join(
                    " ", publication.sources().keySet().stream().map(Object::toString).toList()));
    var lines = new ArrayList<>(List.of("  deb " + rest));
    if (publication.architectures().contains(Architecture.SOURCE)) {
      lines.add("  deb-src " + rest);
    }
    return lines;
  }

  private static String address(PublicationPoint point, String server) {
    return server
        + (point.prefix().isRoot() ? "" : point.prefix().path().replace(" ", "%20") + "/");
  }

  private static OperationResult.Published run(
      Operation operation, Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    Secrets secrets = SigningFlags.secrets(flags, session);
    return (OperationResult.Published)
        (flags.isOn(JSON)
            ? session.runQuietly(operation, secrets)
            : session.run(operation, secrets, Output.MessageForm.TEXT));
  }

  private static int json(PublicationPoint point, Session session) {
    session
        .output()
        .text(
            session
                .store()
                .view(view -> {
                  JsonWriter json = JsonWriter.pretty();
                  Shapes.publication(json, view, Objects.requirePublication(view, point));
                  return json.finish();
                }));
    return CommandHandler.OK;
  }

  private static Attributes attributes(FlagValues flags) {
    return new Attributes(
        text(flags, ORIGIN),
        text(flags, LABEL),
        text(flags, SUITE),
        text(flags, CODENAME),
        text(flags, VERSION),
        text(flags, SIGNED_BY),
        text(flags, NOT_AUTOMATIC),
        text(flags, BUT_AUTOMATIC_UPGRADES),
        onOff(flags, SKIP_CONTENTS),
        onOff(flags, SKIP_BZ2).map(skip -> !skip),
        onOff(flags, BY_HASH),
        onOff(flags, MULTI_DIST),
        text(flags, VALID_FOR).filter(text -> !text.isEmpty()).map(PublishCommands::seconds));
  }

  private static Optional<String> text(FlagValues flags, Flag flag) {
    return flags.isGiven(flag) ? Optional.of(flags.text(flag)) : Optional.empty();
  }

  private static Optional<Boolean> onOff(FlagValues flags, Flag flag) {
    return flags.isGiven(flag) ? Optional.of(flags.isOn(flag)) : Optional.empty();
  }

  private static long seconds(String text) {
    if (!text.matches("[1-9][0-9]{0,8}[smhdw]?")) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "-valid-for=%s is not a time such as 3600s, 90m, 12h, 7d or 4w".formatted(text));
    }
    char unit = text.charAt(text.length() - 1);
    long number =
        Long.parseLong(Character.isDigit(unit) ? text : text.substring(0, text.length() - 1));
    return switch (unit) {
      case 'm' -> number * 60;
      case 'h' -> number * 3600;
      case 'd' -> number * 86_400;
      case 'w' -> number * 604_800;
      default -> number;
    };
  }

  private static Conflicts conflicts(FlagValues flags, Session session) {
    if (!flags.isOn(FORCE_OVERWRITE)) {
      return Conflicts.REFUSE;
    }
    session
        .output()
        .diagnostic(
            "WARNING: force overwrite mode enabled, package files that other publications of this"
                + " prefix need may be replaced\n");
    return Conflicts.OVERWRITE;
  }

  private static Cleaning cleaning(FlagValues flags) {
    return flags.isOn(SKIP_CLEANUP) ? Cleaning.SKIP : Cleaning.CLEAN;
  }

  static PublicationPoint point(Invocation invocation) {
    return PublicationPoint.parse(
        invocation.positionalsFrom(1).stream().findFirst().orElse("."), invocation.positional(0));
  }

  private static int update(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var operation =
        new Update(
            point(invocation),
            attributes(flags),
            conflicts(flags, session),
            cleaning(flags),
            SigningFlags.signing(flags, session));
    if (flags.isOn(RepositoryCommands.DRY_RUN)) {
      return planned(operation, view -> PublicationPlan.of(view, operation), flags, session);
    }
    var published = run(operation, invocation, session);
    return republished(published, "updated successfully", invocation, session);
  }

  /// Shows what would change, and changes nothing.
  private static int planned(
      Operation operation,
      Function<View, PublicationPlan> decide,
      FlagValues flags,
      Session session) {
    session.check(operation);
    PublicationPlan plan = session.store().view(decide);
    Output output = session.output();
    if (flags.isOn(JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      plan.components()
          .forEach((component, differences) -> {
            json.beginObject().member("Component", component.value()).name("Differences");
            DifferenceOutput.json(json, differences).endObject();
          });
      output.text(json.endArray().finish());
      return CommandHandler.OK;
    }
    plan.components()
        .forEach((component, differences) -> {
          if (!differences.isEmpty()) {
            output.message("Component %s of %s:".formatted(component, plan.point()));
            DifferenceOutput.table(output, "Published", "Would be published", differences);
            output.message("");
          }
        });
    if (plan.isEmpty()) {
      output.message("The packages of %s would stay the same.".formatted(plan.point()));
    }
    output.message("Nothing was published, as dry run has been requested.");
    return CommandHandler.OK;
  }

  private static int republished(
      OperationResult.Published published, String how, Invocation invocation, Session session) {
    if (invocation.flags().isOn(JSON)) {
      return json(published.point(), session);
    }
    Output output = session.output();
    if (invocation.command().flags().contains(SKIP_CLEANUP)
        && !invocation.flags().isOn(SKIP_CLEANUP)) {
      output.message(
          "Cleaning up published repository %s: components %s, %d files removed"
              .formatted(
                  published.point(),
                  String.join(", ", published.components()),
                  published.removedFiles()));
    }
    String rendered =
        session
            .store()
            .view(
                view -> Shapes.rendered(view, Objects.requirePublication(view, published.point())));
    output.message("");
    output.message("Published repository %s has been %s.".formatted(rendered, how));
    return CommandHandler.OK;
  }

  private static int switchSnapshots(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    int count = components(flags).size();
    boolean hasPrefix = invocation.positionals().size() == count + 2;
    String location = hasPrefix ? invocation.positional(1) : ".";
    List<String> names = invocation.positionalsFrom(hasPrefix ? 2 : 1);
    var operation =
        new Switch(
            PublicationPoint.parse(location, invocation.positional(0)),
            sources(flags, names),
            attributes(flags),
            conflicts(flags, session),
            cleaning(flags),
            SigningFlags.signing(flags, session));
    if (flags.isOn(RepositoryCommands.DRY_RUN)) {
      return planned(operation, view -> PublicationPlan.of(view, operation), flags, session);
    }
    var published = run(operation, invocation, session);
    return republished(published, "successfully switched to new source", invocation, session);
  }

  private static int drop(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var operation =
        new Drop(
            point(invocation),
            flags.isOn(FORCE_DROP) ? Force.FORCE : Force.REFUSE_IF_USED,
            cleaning(flags));
    boolean forPrograms = flags.isOn(JSON);
    var dropped = (OperationResult.Published) session.run(operation, forPrograms);
    if (!forPrograms) {
      session.output().message("Removed %d files.".formatted(dropped.removedFiles()));
      session.output().message("");
    }
    return RepositoryCommands.done(
        invocation, session, "Published repository has been removed successfully.");
  }

  private static int list(Invocation invocation, Session session) {
    boolean json = invocation.flags().isOn(JSON);
    boolean raw = invocation.flags().isOn(RepositoryCommands.RAW);
    String text =
        session
            .store()
            .view(view -> {
              List<Publication> publications = view.publications();
              if (json) {
                JsonWriter writer = JsonWriter.pretty().beginArray();
                publications.stream()
                    .sorted(Comparator.comparing(p -> p.point().toString()))
                    .forEach(p -> Shapes.publication(writer, view, p));
                return writer.endArray().finish();
              }
              return raw ? rawList(publications) : list(view, publications);
            });
    session.output().text(text);
    return CommandHandler.OK;
  }

  private static String rawList(List<Publication> publications) {
    var text = new StringBuilder();
    publications.stream()
        .map(p -> p.point().location() + " " + p.point().distribution())
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String list(View view, List<Publication> publications) {
    if (publications.isEmpty()) {
      return "No snapshots/local repos have been published. Publish a snapshot by running `entrepot"
          + " publish snapshot ...`.\n";
    }
    var text = new StringBuilder("Published repositories:\n");
    publications.stream()
        .map(p -> "  * " + Shapes.rendered(view, p))
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static int show(Invocation invocation, Session session) {
    PublicationPoint point = point(invocation);
    if (invocation.flags().isOn(JSON)) {
      return json(point, session);
    }
    session
        .output()
        .text(session.store().view(view -> shown(view, Objects.requirePublication(view, point))));
    return CommandHandler.OK;
  }

  private static String shown(View view, Publication publication) {
    PublicationPoint point = publication.point();
    var text = new StringBuilder();
    if (!point.storage().isDefault()) {
      text.append("Storage: ").append(point.storage()).append('\n');
    }
    text.append("Prefix: ").append(point.prefix()).append('\n');
    text.append("Distribution: ").append(point.distribution()).append('\n');
    text.append("Architectures: ")
        .append(
            String.join(" ", publication.architectures().stream().map(Architecture::name).toList()))
        .append('\n');
    text.append("Sources:\n");
    publication
        .sources()
        .forEach((component, source) ->
            text.append(
                "  %s: %s [%s]\n"
                    .formatted(
                        component,
                        Shapes.sourceName(view, publication, source.sourceId()),
                        Shapes.kind(publication.kind()))));
    return text.toString();
  }
}
