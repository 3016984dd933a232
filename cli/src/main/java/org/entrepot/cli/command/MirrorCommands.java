package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.service.Objects;
import org.entrepot.service.Secrets;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.mirror.RunningUpdate;
import org.entrepot.service.operation.Acceptance;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.CreateMirror;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.operation.MirrorOperation.DropMirror;
import org.entrepot.service.operation.MirrorOperation.EditMirror;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.MirrorOperation.PartChange;
import org.entrepot.service.operation.MirrorOperation.Present;
import org.entrepot.service.operation.MirrorOperation.RenameMirror;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;
import org.entrepot.service.operation.OperationResult.MirrorUpdated;

/// `mirror …` (spec cli 6).
final class MirrorCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  private static final Flag RAW = RepositoryCommands.RAW;
  private static final Flag WITH_PACKAGES = RepositoryCommands.WITH_PACKAGES;
  private static final Flag FORCE = RepositoryCommands.FORCE;
  private static final Flag UPDATE_FORCE =
      Flag.onOff(
          "force",
          "even while another update seems to run; and bring missing files though the archive did"
              + " not change");
  private static final Flag FILTER =
      Flag.text("filter", "", "mirror only packages that match this query, or @file");
  private static final Flag FILTER_WITH_DEPS =
      Flag.onOff("filter-with-deps", "with what the matching packages depend on");
  private static final Flag WITH_SOURCES = Flag.onOff("with-sources", "mirror source packages too");
  private static final Flag WITH_UDEBS =
      Flag.onOff("with-udebs", "mirror packages of the Debian installer too");
  private static final Flag WITH_INSTALLER =
      Flag.onOff("with-installer", "mirror images of the Debian installer too");
  private static final Flag WITH_APPSTREAM =
      Flag.onOff("with-appstream", "mirror metadata of programs (DEP-11) too");
  private static final Flag AS_IS =
      Flag.onOff(
          "as-is",
          "mirror everything that the Release file lists, to publish it as its owner signed it");
  private static final Flag TRANSLATIONS =
      Flag.text(
          "translations", "en", "languages of descriptions to mirror (de,pt_BR), or all, or none");
  private static final Flag FORCE_COMPONENTS =
      Flag.onOff("force-components", "components need not be listed in the Release file");
  private static final Flag FORCE_ARCHITECTURES =
      Flag.onOff("force-architectures", "architectures need not be listed in the Release file");
  private static final Flag IGNORE_SIGNATURES =
      Flag.onOff("ignore-signatures", "do not check the signature of the Release file");
  private static final Flag KEYRING =
      Flag.list("keyring", "keyring with the key of the archive; may be repeated");
  private static final Flag ARCHIVE_URL = Flag.text("archive-url", "", "new URL of the archive");
  private static final Flag FALLBACK_URL =
      Flag.list("fallback-url", "another place of the same archive; may be repeated");
  private static final Flag MAX_TRIES =
      Flag.number("max-tries", 0, "how often a file is asked for; 0: as configured");
  private static final Flag DOWNLOADER =
      Flag.text("downloader", "default", "accepted for compatibility: there is one downloader");
  private static final Flag DOWNLOAD_LIMIT =
      Flag.number("download-limit", 0, "KiB per second; 0: as configured");
  private static final Flag IGNORE_CHECKSUMS =
      Flag.onOff("ignore-checksums", "take files that are not what the indices say, and warn");
  private static final Flag SKIP_EXISTING =
      Flag.onOff(
          "skip-existing-packages", "do not look whether files of mirrored packages are there");
  private static final Flag LATEST =
      Flag.onOff("latest", "only the newest version of each package and architecture");
  private static final Flag SKIP_MISSING =
      Flag.onOff("skip-missing", "go without packages whose files cannot be had");
  private static final List<Map.Entry<Flag, Acceptance>> ACCEPTANCES =
      List.of(
          Map.entry(
              Flag.onOff("accept-expired", "accept a Release file after its Valid-Until"),
              Acceptance.EXPIRED),
          Map.entry(
              Flag.onOff("accept-older", "accept a Release file older than the last one"),
              Acceptance.OLDER),
          Map.entry(
              Flag.onOff("accept-renamed", "accept another Suite or Codename than before"),
              Acceptance.RENAMED),
          Map.entry(
              Flag.onOff("accept-weak-digests", "accept files with MD5 or SHA-1 only"),
              Acceptance.WEAK_DIGESTS));
  private static final List<Map.Entry<Flag, MirrorPart>> PARTS =
      List.of(
          Map.entry(WITH_SOURCES, MirrorPart.SOURCES),
          Map.entry(WITH_UDEBS, MirrorPart.UDEBS),
          Map.entry(WITH_INSTALLER, MirrorPart.INSTALLER),
          Map.entry(WITH_APPSTREAM, MirrorPart.APPSTREAM),
          Map.entry(AS_IS, MirrorPart.AS_IS));

  private MirrorCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("mirror", "create")
            .purpose("create a mirror of an archive")
            .takes(
                new Positionals(
                    "<name> <archive-url> <distribution> [<component>...] | <name>"
                        + " ppa:<user>/<project>",
                    (arguments, _) -> createProblem(arguments)))
            .flags(
                with(
                    FILTER,
                    FILTER_WITH_DEPS,
                    WITH_SOURCES,
                    WITH_UDEBS,
                    WITH_INSTALLER,
                    WITH_APPSTREAM,
                    AS_IS,
                    TRANSLATIONS,
                    FORCE_COMPONENTS,
                    FORCE_ARCHITECTURES,
                    IGNORE_SIGNATURES,
                    KEYRING,
                    FALLBACK_URL,
                    MAX_TRIES,
                    JSON))
            .describes(
                "Fetches the Release file and checks its signature, with the keys of -keyring or"
                    + " else of trustedkeys.gpg in the GnuPG home; packages come with the first"
                    + " mirror update. Without components and architectures, those of the Release"
                    + " file are mirrored. A distribution that ends with / names a flat archive."
                    + " With -as-is, snapshots are published byte for byte as their archive signed"
                    + " them.")
            .examples(
                "mirror create -keyring=/usr/share/keyrings/debian-archive-keyring.gpg"
                    + " -architectures=amd64 trixie http://deb.debian.org/debian trixie main",
                "mirror create -keyring=debian.gpg -filter='nginx | postgresql' -filter-with-deps"
                    + " web http://deb.debian.org/debian trixie main",
                "mirror create -keyring=user.gpg tools ppa:user/project",
                "mirror create -as-is -keyring=debian.gpg -architectures=amd64 debian"
                    + " http://deb.debian.org/debian trixie")
            .failsWith("unable to create mirror", MirrorCommands::create),
        Command.of("mirror", "update")
            .purpose("bring a mirror up to date")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(
                with(
                    UPDATE_FORCE,
                    IGNORE_CHECKSUMS,
                    IGNORE_SIGNATURES,
                    KEYRING,
                    MAX_TRIES,
                    DOWNLOADER,
                    DOWNLOAD_LIMIT,
                    SKIP_EXISTING,
                    SKIP_MISSING,
                    LATEST,
                    JSON))
            .describes(
                "Fetches what has changed. The mirror changes when everything is here; what an"
                    + " update that failed or was killed has fetched is not fetched again.")
            .examples("mirror update trixie", "mirror update -latest -skip-missing trixie")
            .failsWith("unable to update", MirrorCommands::update),
        Command.of("mirror", "edit")
            .purpose("change what a mirror mirrors")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(
                with(
                    FILTER,
                    FILTER_WITH_DEPS,
                    WITH_SOURCES,
                    WITH_UDEBS,
                    WITH_INSTALLER,
                    WITH_APPSTREAM,
                    AS_IS,
                    TRANSLATIONS,
                    ARCHIVE_URL,
                    FALLBACK_URL,
                    IGNORE_SIGNATURES,
                    KEYRING,
                    JSON))
            .describes(
                "Only what is given changes; -architectures too. Packages change with the next"
                    + " mirror update.")
            .examples("mirror edit -filter='nginx' web", "mirror edit -architectures=arm64 trixie")
            .failsWith("unable to edit", MirrorCommands::edit),
        Command.of("mirror", "list")
            .purpose("list mirrors")
            .flags(JSON, RAW)
            .describes("Names, archives and distributions.")
            .examples("mirror list", "mirror list -raw")
            .failsWith("unable to list", MirrorCommands::list),
        Command.of("mirror", "show")
            .purpose("show a mirror")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(JSON, WITH_PACKAGES)
            .describes("Its archive, what of it is mirrored, and what the Release file said.")
            .examples("mirror show -with-packages trixie")
            .failsWith("unable to show", MirrorCommands::show),
        Command.of("mirror", "rename")
            .purpose("rename a mirror")
            .takes(Positionals.exactly(2, "<old-name> <new-name>"))
            .flags(JSON)
            .describes("Snapshots that were made from it keep referring to it.")
            .examples("mirror rename trixie debian-13")
            .failsWith("unable to rename", MirrorCommands::rename),
        Command.of("mirror", "drop")
            .purpose("delete a mirror")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(FORCE, JSON)
            .describes(
                "Package files stay in the pool until db cleanup finds that nothing needs them. A"
                    + " mirror that snapshots were made from is dropped with -force only.")
            .examples("mirror drop trixie")
            .failsWith("unable to drop", MirrorCommands::drop),
        Command.of("mirror", "search")
            .purpose("search the packages of a mirror")
            .takes(Positionals.between(1, 2, "<name> [<query>]"))
            .flags(SearchOutput.FORMAT, SearchOutput.WITH_DEPS, JSON)
            .describes("Without a query all packages are listed.")
            .examples("mirror search trixie 'Section (utils)'")
            .failsWith(
                "unable to search",
                (invocation, session) ->
                    SearchOutput.search(
                        invocation,
                        session,
                        1,
                        view -> view.set(require(view, invocation).state().packages()))));
  }

  private static List<Flag> with(Flag... flags) {
    return Stream.concat(Arrays.stream(flags), ACCEPTANCES.stream().map(Map.Entry::getKey))
        .toList();
  }

  private static Optional<String> createProblem(List<String> arguments) {
    boolean ppa = arguments.size() >= 2 && MirrorDefaults.isPpa(arguments.get(1));
    boolean fits = ppa ? arguments.size() == 2 : arguments.size() >= 3;
    return fits
        ? Optional.empty()
        : Optional.of(
            "takes: <name> <archive-url> <distribution> [<component>...], or <name>"
                + " ppa:<user>/<project>");
  }

  private static Mirror require(View view, Invocation invocation) {
    return Objects.requireMirror(view, new MirrorName(invocation.positional(0)));
  }

  private static int create(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    MirrorDefaults defaults = session.store().mirrorDefaults();
    var name = new MirrorName(invocation.positional(0));
    Upstream upstream = upstream(invocation, session, defaults);
    var checks = EnumSet.noneOf(SkippedCheck.class);
    if (flags.isOn(FORCE_COMPONENTS)) {
      checks.add(SkippedCheck.COMPONENTS);
    }
    if (flags.isOn(FORCE_ARCHITECTURES)) {
      checks.add(SkippedCheck.ARCHITECTURES);
    }
    session.run(
        new CreateMirror(
            name,
            upstream,
            new Selection(
                filter(flags, session),
                flags.isOn(FILTER_WITH_DEPS),
                parts(flags, defaults),
                checks,
                translations(flags)),
            new Trust(
                signatures(flags).orElse(defaults.signatures()),
                session.keyrings(flags.all(KEYRING)).stream().map(Path::toString).toList()),
            accepted(flags),
            fetching(flags)));
    if (flags.isOn(JSON)) {
      tell(session, name);
      return CommandHandler.OK;
    }
    Mirror made = session.store().view(view -> Objects.requireMirror(view, name));
    session.output().line("");
    session.output().line("Mirror %s successfully added.".formatted(made.displayName()));
    session
        .output()
        .line(
            session
                .named("You can run 'entrepot mirror update %s' to download repository contents.")
                .formatted(name));
    return CommandHandler.OK;
  }

  private static Upstream upstream(
      Invocation invocation, Session session, MirrorDefaults defaults) {
    String url = invocation.positional(1);
    if (MirrorDefaults.isPpa(url)) {
      return defaults.ppa(url, session.architectures());
    }
    var roots = new ArrayList<ArchiveUrl>();
    roots.add(new ArchiveUrl(url));
    invocation.flags().all(FALLBACK_URL).forEach(it -> roots.add(new ArchiveUrl(it)));
    return new Upstream(
        roots, invocation.positional(2), invocation.positionalsFrom(3), session.architectures());
  }

  private static String filter(FlagValues flags, Session session) {
    return session.queries(List.of(flags.text(FILTER))).getFirst();
  }

  private static List<String> translations(FlagValues flags) {
    String text = flags.text(TRANSLATIONS);
    return text.isEmpty() || text.equals("none") ? List.of() : List.of(text.split(",", -1));
  }

  private static Set<MirrorPart> parts(FlagValues flags, MirrorDefaults defaults) {
    var parts = EnumSet.noneOf(MirrorPart.class);
    PARTS.stream().filter(it -> flags.isOn(it.getKey())).forEach(it -> parts.add(it.getValue()));
    if (!flags.isGiven(WITH_SOURCES) && defaults.sources()) {
      parts.add(MirrorPart.SOURCES);
    }
    if (flags.isOn(AS_IS) && !flags.isGiven(WITH_SOURCES)) {
      parts.add(MirrorPart.SOURCES);
    }
    if (flags.isOn(AS_IS) && !flags.isGiven(WITH_UDEBS)) {
      parts.add(MirrorPart.UDEBS);
    }
    return parts;
  }

  private static Optional<Trust.Signatures> signatures(FlagValues flags) {
    if (!flags.isGiven(IGNORE_SIGNATURES)) {
      return Optional.empty();
    }
    return Optional.of(
        flags.isOn(IGNORE_SIGNATURES) ? Trust.Signatures.IGNORED : Trust.Signatures.REQUIRED);
  }

  private static Set<Acceptance> accepted(FlagValues flags) {
    var accepted = EnumSet.noneOf(Acceptance.class);
    ACCEPTANCES.stream()
        .filter(it -> flags.isOn(it.getKey()))
        .forEach(it -> accepted.add(it.getValue()));
    return accepted;
  }

  private static Fetching fetching(FlagValues flags) {
    long tries = flags.number(MAX_TRIES);
    long limit = flags.isGiven(DOWNLOAD_LIMIT) ? flags.number(DOWNLOAD_LIMIT) : 0;
    return new Fetching(
        tries > 0 ? Optional.of(Math.clamp(tries, 1, 1000)) : Optional.empty(),
        limit > 0 ? Optional.of(limit * 1024) : Optional.empty());
  }

  private static int update(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    MirrorDefaults defaults = session.store().mirrorDefaults();
    var operation =
        new UpdateMirror(
            new MirrorName(invocation.positional(0)),
            Optional.of(signatures(flags).orElse(defaults.signatures())),
            session.keyrings(flags.all(KEYRING)).stream().map(Path::toString).toList(),
            accepted(flags),
            flags.isOn(IGNORE_CHECKSUMS) ? Digests.IGNORE : Digests.VERIFY,
            flags.isOn(SKIP_MISSING) ? Missing.SKIP : Missing.FAIL,
            flags.isOn(SKIP_EXISTING) ? Present.BELIEVE : Present.LOOK,
            flags.isOn(LATEST),
            flags.isOn(UPDATE_FORCE) ? Force.FORCE : Force.REFUSE_IF_USED,
            session.dependencies(true),
            fetching(flags));
    if (!flags.isOn(JSON)) {
      session.run(operation);
      return CommandHandler.OK;
    }
    var updated = (MirrorUpdated) session.runQuietly(operation, Secrets.NONE);
    session
        .output()
        .text(
            JsonWriter.pretty()
                .beginObject()
                .member("Changed", updated.change() == MirrorUpdated.Change.CHANGED)
                .member("Packages", updated.packageCount())
                .member("DownloadedFiles", updated.downloadedFiles())
                .member("DownloadedBytes", updated.downloadedBytes())
                .member("LeftOut", updated.leftOut())
                .endObject()
                .finish());
    return CommandHandler.OK;
  }

  private static int edit(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var name = new MirrorName(invocation.positional(0));
    Mirror now = session.store().view(view -> Objects.requireMirror(view, name));
    MirrorDefaults defaults = session.store().mirrorDefaults();
    session.run(
        new EditMirror(
            name,
            roots(flags, now),
            session.givenArchitectures(),
            flags.isGiven(FILTER) ? Optional.of(filter(flags, session)) : Optional.empty(),
            flags.isGiven(FILTER_WITH_DEPS)
                ? Optional.of(flags.isOn(FILTER_WITH_DEPS))
                : Optional.empty(),
            PARTS.stream()
                .filter(it -> flags.isGiven(it.getKey()))
                .map(it -> new PartChange(it.getValue(), flags.isOn(it.getKey())))
                .toList(),
            flags.isGiven(TRANSLATIONS) ? Optional.of(translations(flags)) : Optional.empty(),
            Optional.of(signatures(flags).orElse(defaults.signatures())),
            session.keyrings(flags.all(KEYRING)).stream().map(Path::toString).toList(),
            accepted(flags)));
    if (flags.isOn(JSON)) {
      tell(session, name);
    } else {
      Mirror after = session.store().view(view -> Objects.requireMirror(view, name));
      session.output().line("Mirror %s successfully updated.".formatted(after.displayName()));
    }
    return CommandHandler.OK;
  }

  /// The places of the archive after an edit; absent when they stay.
  private static Optional<List<ArchiveUrl>> roots(FlagValues flags, Mirror now) {
    if (!flags.isGiven(ARCHIVE_URL) && !flags.isGiven(FALLBACK_URL)) {
      return Optional.empty();
    }
    var roots = new ArrayList<ArchiveUrl>();
    roots.add(
        flags.isGiven(ARCHIVE_URL)
            ? new ArchiveUrl(flags.text(ARCHIVE_URL))
            : now.upstream().root());
    if (flags.isGiven(FALLBACK_URL)) {
      flags.all(FALLBACK_URL).stream()
          .filter(it -> !it.isEmpty())
          .forEach(it -> roots.add(new ArchiveUrl(it)));
    } else {
      roots.addAll(now.upstream().roots().subList(1, now.upstream().roots().size()));
    }
    return Optional.of(roots);
  }

  private static void tell(Session session, MirrorName name) {
    session
        .output()
        .text(
            session
                .store()
                .view(view -> {
                  JsonWriter json = JsonWriter.pretty().beginObject();
                  Shapes.mirror(json, view, Objects.requireMirror(view, name));
                  return json.endObject().finish();
                }));
  }

  private static int list(Invocation invocation, Session session) {
    List<Mirror> mirrors = session.store().view(View::mirrors);
    Output output = session.output();
    if (invocation.flags().isOn(JSON)) {
      output.text(
          session
              .store()
              .view(view -> {
                JsonWriter json = JsonWriter.pretty().beginArray();
                for (Mirror mirror : view.mirrors()) {
                  Shapes.mirror(json.beginObject(), view, mirror);
                  json.endObject();
                }
                return json.endArray().finish();
              }));
    } else if (invocation.flags().isOn(RAW)) {
      output.lines(mirrors.stream().map(it -> it.name().value()).toList());
    } else if (mirrors.isEmpty()) {
      output.line(session.named("No mirrors found, create one with `entrepot mirror create ...`."));
    } else {
      output.line("List of mirrors:");
      output.lines(mirrors.stream().map(it -> " * " + it.displayName()).sorted().toList());
      output.line("");
      output.line(
          session.named(
              "To get more information about mirror, run `entrepot mirror show <name>`."));
    }
    return CommandHandler.OK;
  }

  private static int show(Invocation invocation, Session session) {
    boolean withPackages = invocation.flags().isOn(WITH_PACKAGES);
    session
        .output()
        .text(
            session
                .store()
                .view(view -> {
                  Mirror mirror = require(view, invocation);
                  return invocation.flags().isOn(JSON)
                      ? json(view, mirror, withPackages)
                      : shown(view, mirror, withPackages);
                }));
    return CommandHandler.OK;
  }

  private static String json(View view, Mirror mirror, boolean withPackages) {
    JsonWriter json = JsonWriter.pretty().beginObject();
    Shapes.mirror(json, view, mirror);
    if (withPackages) {
      PackageSet set = view.set(mirror.state().packages());
      json.member("Packages", Shapes.sortedPackages(view, set));
    }
    return json.endObject().finish();
  }

  private static String shown(View view, Mirror mirror, boolean withPackages) {
    var text = new StringBuilder();
    line(text, "Name", mirror.name().value());
    RunningUpdate.find(view, mirror.id())
        .ifPresent(
            update -> line(text, "Status", "In Update (PID %d)".formatted(update.processId())));
    line(text, "Archive Root URL", mirror.upstream().root().value());
    List<ArchiveUrl> roots = mirror.upstream().roots();
    if (roots.size() > 1) {
      line(
          text,
          "Fallback URLs",
          String.join(
              ", ", roots.subList(1, roots.size()).stream().map(ArchiveUrl::value).toList()));
    }
    line(text, "Distribution", mirror.upstream().distribution());
    line(text, "Components", String.join(", ", mirror.upstream().components()));
    line(text, "Architectures", String.join(", ", mirror.upstream().architectures()));
    line(text, "Download Sources", yes(mirror, MirrorPart.SOURCES));
    line(text, "Download .udebs", yes(mirror, MirrorPart.UDEBS));
    line(text, "Download AppStream", yes(mirror, MirrorPart.APPSTREAM));
    if (!mirror.selection().translations().isEmpty()) {
      line(text, "Translations", String.join(", ", mirror.selection().translations()));
    }
    if (mirror.selection().has(MirrorPart.AS_IS)) {
      line(text, "Download As Is", "yes");
    }
    if (!mirror.selection().filter().isEmpty()) {
      line(text, "Filter", mirror.selection().filter());
      line(text, "Filter With Deps", mirror.selection().withDependencies() ? "yes" : "no");
    }
    line(text, "Last update", mirror.state().lastDownload().map(Shapes::time).orElse("never"));
    if (mirror.isDownloaded()) {
      line(text, "Number of packages", Integer.toString(mirror.state().packageCount()));
    }
    text.append("\nInformation from release file:\n");
    mirror.state().meta().forEach((name, value) -> line(text, name, value));
    if (withPackages) {
      text.append(
          mirror.isDownloaded()
              ? RepositoryCommands.packages(
                  Shapes.packages(view, view.set(mirror.state().packages())))
              : "Unable to show package list, mirror hasn't been downloaded yet.\n");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  private static String yes(Mirror mirror, MirrorPart part) {
    return mirror.selection().has(part) ? "yes" : "no";
  }

  private static int rename(Invocation invocation, Session session) {
    String from = invocation.positional(0);
    var to = new MirrorName(invocation.positional(1));
    session.run(new RenameMirror(new MirrorName(from), to));
    if (invocation.flags().isOn(JSON)) {
      tell(session, to);
    } else {
      session.output().line("");
      session.output().line("Mirror %s -> %s has been successfully renamed.".formatted(from, to));
    }
    return CommandHandler.OK;
  }

  private static int drop(Invocation invocation, Session session) {
    String name = invocation.positional(0);
    session.run(
        new DropMirror(
            new MirrorName(name),
            invocation.flags().isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED));
    return RepositoryCommands.done(
        invocation, session, "Mirror `%s` has been removed.".formatted(name));
  }
}
