package org.entrepot.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.format.index.PackagesIndex;
import org.entrepot.format.index.SourcesIndex;
import org.entrepot.format.packages.NamedChecksums;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.storage.pool.PoolPath;

/// `package …` (spec cli 10).
final class PackageCommands {
  private static final Flag WITH_FILES =
      Flag.onOff("with-files", "show where the files are in the pool");
  private static final Flag WITH_REFERENCES =
      Flag.onOff("with-references", "show which repositories and snapshots hold the package");

  private PackageCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("package", "search")
            .purpose("search all packages")
            .takes(Positionals.between(0, 1, "[<query>]"))
            .flags(SearchOutput.FORMAT, GlobalFlags.JSON)
            .describes(
                "Looks at every package that is stored, whether or not anything refers to it.")
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
    String text =
        session
            .store()
            .view(view -> {
              List<StoredPackage> found = PackageSearch.find(view, view.allPackages(), query);
              if (invocation.flags().isOn(GlobalFlags.JSON)) {
                return SearchOutput.json(found);
              }
              var shown = new StringBuilder();
              for (StoredPackage stored : found) {
                shown.append(stanza(stored.value()));
                if (withFiles) {
                  files(session, stored.value(), shown);
                }
                if (withReferences) {
                  references(view, stored, shown);
                }
              }
              return shown.toString();
            });
    session.output().text(text);
    return CommandHandler.OK;
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

  private static void files(Session session, Package value, StringBuilder text) {
    text.append("Files in the pool:\n");
    for (PackageFile file : value.files()) {
      PoolPath path = PoolPath.of(file.checksums().sha256(), file.baseName());
      text.append("  ")
          .append(
              session
                  .store()
                  .pool()
                  .findLocalPath(path)
                  .map(local -> local.toAbsolutePath().toString())
                  .orElse(path.text()))
          .append('\n');
    }
    text.append('\n');
  }

  private static void references(View view, StoredPackage stored, StringBuilder text) {
    text.append("References to package:\n");
    Stream.concat(
            view.repositories().stream()
                .filter(repository -> view.set(repository.packages()).contains(stored.id()))
                .map(repository -> "  local repo " + repository.displayName()),
            view.snapshots().stream()
                .filter(snapshot -> view.set(snapshot.packages()).contains(stored.id()))
                .map(snapshot -> "  snapshot " + snapshot.displayName()))
        .forEach(line -> text.append(line).append('\n'));
    text.append('\n');
  }
}
