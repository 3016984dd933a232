package org.entrepot.cli.command;

import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.Publication;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.EditSources;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.SourceEdit;

/// `publish source …`: sources that the next `publish update` publishes (spec cli 9).
final class SourceCommands {
  static final Flag PREFIX =
      Flag.text("prefix", ".", "prefix of the publication, with its endpoint");
  private static final Flag COMPONENT =
      Flag.text("component", "", "component of each source, separated by commas");
  private static final List<Flag> FLAGS = List.of(PREFIX, COMPONENT, GlobalFlags.JSON);

  private SourceCommands() {}

  static List<Command> all() {
    return List.of(
        edit("add", SourceEdit.ADD, "add components with their sources"),
        edit("update", SourceEdit.UPDATE, "change the sources of components"),
        edit("replace", SourceEdit.REPLACE, "replace all components and sources"),
        Command.of("publish", "source", "remove")
            .purpose("remove components")
            .takes(Positionals.atLeast(1, "<distribution>"))
            .flags(FLAGS)
            .describes("Takes effect with the next publish update.")
            .examples("publish source remove -component=contrib stable")
            .failsWith("unable to remove", SourceCommands::remove),
        Command.of("publish", "source", "drop")
            .purpose("forget the pending changes")
            .takes(Positionals.exactly(1, "<distribution>"))
            .flags(FLAGS)
            .describes("The publication stays as it is.")
            .examples("publish source drop stable")
            .failsWith("unable to drop", SourceCommands::drop),
        Command.of("publish", "source", "list")
            .purpose("list the pending sources")
            .takes(Positionals.exactly(1, "<distribution>"))
            .flags(FLAGS)
            .describes("What the next publish update will publish.")
            .examples("publish source list stable")
            .failsWith("unable to list", SourceCommands::list));
  }

  private static Command edit(String word, SourceEdit edit, String purpose) {
    return Command.of("publish", "source", word)
        .purpose(purpose)
        .takes(Positionals.atLeast(2, "<distribution> <source>..."))
        .flags(FLAGS)
        .describes(
            "Takes effect with the next publish update. Name as many components with -component as"
                + " sources.")
        .examples("publish source %s -component=contrib stable contrib-1".formatted(word))
        .failsWith("unable to " + word, (invocation, session) -> edit(edit, invocation, session));
  }

  private static PublicationPoint point(Invocation invocation) {
    return PublicationPoint.parse(invocation.flags().text(PREFIX), invocation.positional(0));
  }

  private static List<String> components(Invocation invocation) {
    String text = invocation.flags().text(COMPONENT);
    if (text.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "name the components with -component, separated by commas");
    }
    return List.of(text.split(",", -1));
  }

  private static int edit(SourceEdit edit, Invocation invocation, Session session) {
    List<String> names = invocation.positionalsFrom(1);
    List<String> components = components(invocation);
    if (components.size() != names.size()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "mismatch in number of components (%d) and sources (%d)"
              .formatted(components.size(), names.size()));
    }
    session.run(
        new EditSources(
            point(invocation), edit, PublishCommands.sources(invocation.flags(), names)));
    return told(invocation, session);
  }

  private static int remove(Invocation invocation, Session session) {
    session.run(
        new EditSources(
            point(invocation),
            SourceEdit.REMOVE,
            components(invocation).stream().map(name -> new Source(name.strip(), "")).toList()));
    return told(invocation, session);
  }

  private static int told(Invocation invocation, Session session) {
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      return list(invocation, session);
    }
    session.output().line("");
    session
        .output()
        .line(
            session
                .named(
                    "You can run 'entrepot publish update %s %s' to update the content of the"
                        + " published repository.")
                .formatted(invocation.positional(0), point(invocation).location()));
    return CommandHandler.OK;
  }

  private static int drop(Invocation invocation, Session session) {
    session.run(new EditSources(point(invocation), SourceEdit.DISCARD, List.of()));
    return RepositoryCommands.done(
        invocation, session, "Source changes have been removed successfully.");
  }

  private static int list(Invocation invocation, Session session) {
    PublicationPoint point = point(invocation);
    boolean json = invocation.flags().isOn(GlobalFlags.JSON);
    session.output().text(session.store().view(view -> listed(view, point, json)));
    return CommandHandler.OK;
  }

  private static String listed(View view, PublicationPoint point, boolean json) {
    Publication publication = Objects.requirePublication(view, point);
    Optional<PendingSources> pending = publication.pending();
    if (pending.isEmpty()) {
      throw new RepositoryException(ErrorCode.NOTHING_FOUND, "no source changes exist");
    }
    if (json) {
      JsonWriter writer = JsonWriter.pretty().beginArray();
      pending
          .get()
          .sources()
          .forEach((component, id) ->
              Shapes.source(writer, component, Shapes.sourceName(view, publication, id)));
      return writer.endArray().finish();
    }
    var text = new StringBuilder("Sources:\n");
    pending
        .get()
        .sources()
        .forEach((component, id) ->
            text.append(
                "  %s: %s [%s]\n"
                    .formatted(
                        component,
                        Shapes.sourceName(view, publication, id),
                        Shapes.kind(publication.kind()))));
    return text.toString();
  }
}
