package org.entrepot.service.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;

/// The objects of a store as a directed graph in the language of Graphviz (dot(1)): from what
/// something was made to what was made of it. The same objects give the same bytes.
public final class GraphText {
  /// How the boxes lie.
  public enum Layout {
    /// Fields of a box below each other, objects side by side.
    HORIZONTAL,
    /// Fields side by side, objects below each other.
    VERTICAL;

    /// The layout of a word: whatever is not `vertical` is horizontal.
    public static Layout ofWord(String word) {
      return word.equals("vertical") ? VERTICAL : HORIZONTAL;
    }
  }

  /// dot(1) reads no quoted text above 16 KiB.
  private static final int SHOWN_LENGTH = 500;

  private final Layout layout;
  private final StringBuilder text = new StringBuilder();
  private final Set<UUID> known = new LinkedHashSet<>();

  private GraphText(Layout layout) {
    this.layout = layout;
  }

  /// The graph of everything.
  public static String of(View view, Layout layout) {
    return new GraphText(layout).all(view);
  }

  private String all(View view) {
    text.append("digraph aptly {\n");
    if (layout == Layout.VERTICAL) {
      text.append("  graph [rankdir=LR];\n");
    }
    text.append("  node [shape=Mrecord, style=filled];\n");
    List<Repository> repositories = view.repositories();
    List<Snapshot> snapshots = view.snapshots();
    List<Publication> publications = view.publications();
    view.mirrors().forEach(this::mirror);
    repositories.forEach(this::repository);
    snapshots.forEach(this::snapshot);
    publications.forEach(this::publication);
    for (Snapshot snapshot : snapshots) {
      new LinkedHashSet<>(snapshot.sourceIds()).forEach(source -> edge(source, snapshot.id()));
    }
    for (Publication publication : publications) {
      publication.sources().values().stream()
          .map(PublishedSource::sourceId)
          .distinct()
          .forEach(source -> edge(source, publication.id()));
    }
    return text.append("}\n").toString();
  }

  private void mirror(Mirror mirror) {
    node(
        mirror.id(),
        "darkgoldenrod1",
        List.of(
            "Mirror " + mirror.name(),
            "url: " + mirror.upstream().root(),
            "dist: " + mirror.upstream().distribution(),
            "comp: " + String.join(" ", mirror.upstream().components()),
            "arch: " + String.join(", ", mirror.upstream().architectures()),
            "pkgs: " + mirror.state().packageCount()));
  }

  private void repository(Repository repository) {
    node(
        repository.id(),
        "mediumseagreen",
        List.of(
            "Repo " + repository.name(),
            repository.comment(),
            "pkgs: " + repository.packageCount()));
  }

  private void snapshot(Snapshot snapshot) {
    node(
        snapshot.id(),
        "cadetblue1",
        List.of(
            "Snapshot " + snapshot.name(),
            snapshot.kind() == SourceKind.MIRROR ? "Snapshot from mirror" : snapshot.description(),
            "pkgs: " + snapshot.packageCount()));
  }

  private void publication(Publication publication) {
    node(
        publication.id(),
        "darkolivegreen1",
        List.of(
            "Published " + publication.point(),
            "comp: "
                + publication.sources().keySet().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(" ")),
            "arch: "
                + publication.architectures().stream()
                    .map(Architecture::name)
                    .collect(Collectors.joining(", "))));
  }

  private void node(UUID id, String colour, List<String> fields) {
    known.add(id);
    String label = fields.stream().map(GraphText::escape).collect(Collectors.joining("|"));
    text.append(
        "  \"%s\" [fillcolor=%s, label=\"%s\"];\n"
            .formatted(id, colour, layout == Layout.HORIZONTAL ? "{" + label + "}" : label));
  }

  /// From a source, unless it is gone.
  private void edge(UUID source, UUID made) {
    if (known.contains(source)) {
      text.append("  \"%s\" -> \"%s\";\n".formatted(source, made));
    }
  }

  /// The beginning of the text of a field of a record: braces, bars and angles mean something
  /// there, quotes and backslashes in every string.
  private static String escape(String field) {
    var escaped = new StringBuilder();
    field
        .codePoints()
        .limit(SHOWN_LENGTH)
        .forEach(c -> {
          if (c < 0x20 || c == 0x7f) {
            escaped.append(' ');
            return;
          }
          if ("\\\"{}|<>".indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.appendCodePoint(c);
        });
    return field.codePointCount(0, field.length()) > SHOWN_LENGTH
        ? escaped.append("...").toString()
        : escaped.toString();
  }
}
