package org.entrepot.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.format.index.PackagesIndex;
import org.entrepot.format.index.SourcesIndex;
import org.entrepot.format.packages.NamedChecksums;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.search.PublishedPackages;
import org.entrepot.storage.pool.PoolPath;

/// `package …` (spec cli 10).
final class PackageCommands {
  private static final Flag WITH_FILES =
      Flag.onOff("with-files", "show where the files are in the pool");
  private static final Flag WITH_REFERENCES =
      Flag.onOff(
          "with-references",
          "show which mirrors, repositories and snapshots hold the package, and where it is"
              + " published");

  private PackageCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("package", "search")
            .purpose("search all packages")
            .takes(Positionals.between(0, 1, "[<query>]"))
            .flags(SearchOutput.FORMAT, GlobalFlags.JSON)
            .describes(
                """
                Looks at every package that is stored, whether or not anything refers to it. Queries are the same
                everywhere:

                  hello                    packages of this name, and what provides it
                  hello (>= 1.0) {amd64}   versions: = >= >> <= <<; architecture
                  hello_1.0_amd64          just this one
                  Section (utils)          a field of the control stanza
                  Name (% lib*)            pattern; (~ ^lib.*5$) regular expression
                  $Source (nginx)          also $SourceVersion, $Version,
                                           $Architecture, $PackageType
                  a, b | !c                and, or (binds less), not; parentheses

                A query @FILE is read from a file, @- from standard input.
                """)
            .examples("package search 'Name (% lib*), $Version (>= 2.0)'")
            .failsWith(
                "unable to search",
                (invocation, session) ->
                    SearchOutput.search(invocation, session, 0, View::allPackages)),
        Command.of("package", "show")
            .purpose("show packages with all their fields")
            .takes(Positionals.exactly(1, "<query>"))
            .flags(WITH_FILES, WITH_REFERENCES, GlobalFlags.JSON)
            .describes("Prints the control stanza of each package that the query selects.")
            .examples("package show -with-references hello_1.0_amd64")
            .failsWith("unable to show", PackageCommands::show));
  }

  private static int show(Invocation invocation, Session session) {
    PackageQuery query = PackageSearch.parse(session.queries(invocation.positionals()));
    boolean withFiles = invocation.flags().isOn(WITH_FILES);
    boolean withReferences = invocation.flags().isOn(WITH_REFERENCES);
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    String text =
        session
            .store()
            .view(view -> {
              List<StoredPackage> found = PackageSearch.find(view, view.allPackages(), query);
              List<Holder> holders = withReferences ? holders(view) : List.of();
              if (forPrograms) {
                return json(found, session, withFiles, withReferences, holders);
              }
              var shown = new StringBuilder();
              for (StoredPackage stored : found) {
                shown.append(stanza(stored.value()));
                if (withFiles) {
                  list("Files in the pool:", files(session, stored.value()), shown);
                }
                if (withReferences) {
                  list("References to package:", references(stored, holders), shown);
                }
              }
              return shown.toString();
            });
    session.output().text(text);
    return CommandHandler.OK;
  }

  private static String json(
      List<StoredPackage> found,
      Session session,
      boolean withFiles,
      boolean withReferences,
      List<Holder> holders) {
    JsonWriter json = JsonWriter.pretty().beginArray();
    for (StoredPackage each : found) {
      json.beginObject();
      each.value().extendedFields().forEach(json::member);
      if (withFiles) {
        json.member("PoolFiles", files(session, each.value()));
      }
      if (withReferences) {
        json.member("References", references(each, holders));
      }
      json.endObject();
    }
    return json.endArray().finish();
  }

  private static void list(String heading, List<String> lines, StringBuilder text) {
    text.append(heading).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append('\n');
  }

  private static String stanza(Package value) {
    List<NamedChecksums> files =
        value.files().stream()
            .map(file -> NamedChecksums.of(file.name(), file.checksums()))
            .toList();
    byte[] text =
        value.kind() == PackageKind.SOURCE
            ? SourcesIndex.render(value.control(), "", files)
            : PackagesIndex.render(value.control(), "", files.getFirst());
    return new String(text, StandardCharsets.UTF_8);
  }

  private static List<String> files(Session session, Package value) {
    return value.files().stream()
        .map(file -> PoolPath.of(file.checksums().sha256(), file.baseName()))
        .map(path ->
            session
                .store()
                .pool()
                .findLocalPath(path)
                .map(local -> local.toAbsolutePath().toString())
                .orElse(path.text()))
        .toList();
  }

  /// Somebody who holds packages, in the words that are shown.
  private record Holder(String words, PackageSet packages) {}

  private static List<Holder> holders(View view) {
    var holders = new ArrayList<Holder>();
    view.mirrors()
        .forEach(mirror ->
            holders.add(
                new Holder("mirror " + mirror.displayName(), view.set(mirror.state().packages()))));
    view.repositories()
        .forEach(repository ->
            holders.add(
                new Holder(
                    "local repo " + repository.displayName(), view.set(repository.packages()))));
    view.snapshots()
        .forEach(snapshot ->
            holders.add(
                new Holder("snapshot " + snapshot.displayName(), view.set(snapshot.packages()))));
    for (Publication publication : view.publications()) {
      PublishedPackages.byComponent(view, publication)
          .forEach((component, packages) ->
              holders.add(
                  new Holder(
                      "published as %s in component %s".formatted(publication.point(), component),
                      packages)));
    }
    return holders;
  }

  private static List<String> references(StoredPackage stored, List<Holder> holders) {
    return holders.stream()
        .filter(holder -> holder.packages().contains(stored.id()))
        .map(Holder::words)
        .toList();
  }
}
