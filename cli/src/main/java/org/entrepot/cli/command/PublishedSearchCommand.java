package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.search.PackageSearch;
import org.entrepot.service.search.PublishedPackages;

/// `publish search`: what apt clients find in a published archive, or in which archives they find
/// something.
final class PublishedSearchCommand {
  static final Flag EVERYWHERE =
      Flag.onOff("everywhere", "search all publications, and tell which have each package");

  private PublishedSearchCommand() {}

  static Command command() {
    return Command.of("publish", "search")
        .purpose("search published archives")
        .takes(
            new Positionals(
                "<distribution> [<query>]",
                (arguments, flags) -> {
                  int most = flags.isOn(EVERYWHERE) ? 1 : 2;
                  int least = flags.isOn(EVERYWHERE) ? 0 : 1;
                  return arguments.size() >= least && arguments.size() <= most
                      ? Optional.empty()
                      : Optional.of(
                          "takes: <distribution> [<query>], or with -everywhere: [<query>]");
                }))
        .flags(
            SourceCommands.PREFIX,
            EVERYWHERE,
            SearchOutput.FORMAT,
            SearchOutput.WITH_DEPS,
            GlobalFlags.JSON)
        .describes(
            "Looks at what apt clients see now, in the architectures that are published, whatever"
                + " the sources hold meanwhile. With -everywhere each line begins with the"
                + " publication and its component.")
        .examples(
            "publish search stable 'nginx (>= 1.20)'",
            "publish search -prefix=debian trixie 'Priority (required)'",
            "publish search -everywhere 'openssl (<< 3.0.15)'")
        .failsWith("unable to search", PublishedSearchCommand::search);
  }

  private static int search(Invocation invocation, Session session) {
    if (invocation.flags().isOn(EVERYWHERE)) {
      return everywhere(invocation, session);
    }
    var point =
        PublicationPoint.parse(
            invocation.flags().text(SourceCommands.PREFIX), invocation.positional(0));
    return SearchOutput.search(
        invocation,
        session,
        1,
        view -> PublishedPackages.of(view, Objects.requirePublication(view, point)));
  }

  private record Place(
      PublicationPoint point, ComponentName component, List<StoredPackage> found) {}

  private static int everywhere(Invocation invocation, Session session) {
    if (!invocation.flags().text(SearchOutput.FORMAT).isEmpty()
        || invocation.flags().isOn(SearchOutput.WITH_DEPS)) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "-everywhere takes neither -format nor -with-deps");
    }
    PackageQuery query = PackageSearch.parse(session.queries(invocation.positionals()));
    List<Place> places = session.store().view(view -> places(view, query));
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      session.output().text(json(places));
      return CommandHandler.OK;
    }
    if (places.isEmpty()) {
      throw new RepositoryException(ErrorCode.NOTHING_FOUND, "no results");
    }
    for (Place place : places) {
      for (String name : PackageSearch.names(place.found())) {
        session.output().message("%s %s %s".formatted(place.point(), place.component(), name));
      }
    }
    return CommandHandler.OK;
  }

  private static List<Place> places(View view, PackageQuery query) {
    var places = new ArrayList<Place>();
    for (Publication publication : view.publications()) {
      for (var entry : PublishedPackages.byComponent(view, publication).entrySet()) {
        PackageSet set = entry.getValue();
        List<StoredPackage> found = PackageSearch.find(view, set, query);
        if (!found.isEmpty()) {
          places.add(new Place(publication.point(), entry.getKey(), found));
        }
      }
    }
    return places;
  }

  private static String json(List<Place> places) {
    JsonWriter json = JsonWriter.pretty().beginArray();
    for (Place place : places) {
      json.beginObject()
          .member("Publication", place.point().toString())
          .member("Component", place.component().value())
          .member("Packages", PackageSearch.names(place.found()))
          .endObject();
    }
    return json.endArray().finish();
  }
}
