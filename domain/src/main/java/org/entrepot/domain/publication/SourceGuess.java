package org.entrepot.domain.publication;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.snapshot.SourceKind;

/// Guesses how a publication is to be called when nobody says.
public final class SourceGuess {
  private SourceGuess() {}

  /// What the repositories and mirrors at the roots of a source call themselves. Whatever has been
  /// dropped meanwhile, and whatever has no name, is passed over.
  public static SourceNames names(SourceKind kind, UUID id, SourceLookup lookup) {
    var distributions = new TreeSet<String>();
    var components = new TreeSet<String>();
    var seen = new HashSet<Node>();
    var queue = new ArrayDeque<Node>();
    queue.add(new Node(kind, id));
    while (!queue.isEmpty()) {
      var node = queue.remove();
      if (!seen.add(node)) {
        continue;
      }
      switch (node.kind) {
        case REPOSITORY ->
            lookup
                .findRepository(node.id)
                .ifPresent(it -> {
                  distributions.add(it.defaultDistribution());
                  components.add(it.defaultComponent());
                });
        case MIRROR ->
            lookup
                .findMirror(node.id)
                .ifPresent(it -> {
                  distributions.addAll(it.distributions());
                  components.addAll(it.components());
                });
        case SNAPSHOT ->
            lookup
                .findSnapshot(node.id)
                .ifPresent(
                    it -> it.sourceIds().forEach(source -> queue.add(new Node(it.kind(), source))));
      }
    }
    distributions.remove("");
    components.remove("");
    return new SourceNames(distributions, components);
  }

  private record Node(SourceKind kind, UUID id) {}

  /// The distribution of a publication of all these sources: the one name that they know.
  ///
  /// @return empty when they know none or several, so that somebody has to say
  /// @throws org.entrepot.domain.name.InvalidNameException when that name cannot be used, such as
  ///   that of a flat mirror
  public static Optional<Distribution> distribution(Collection<SourceNames> sources) {
    var all = new TreeSet<String>();
    sources.forEach(source -> all.addAll(source.distributions()));
    return only(all).map(Distribution::new);
  }

  /// The component of one of the sources of a publication: the one name that it knows, or `main` if
  /// it is the only source.
  ///
  /// @param sourceCount number of sources of the publication
  /// @return empty when it knows none or several and is not alone, so that somebody has to say
  /// @throws org.entrepot.domain.name.InvalidNameException when that name cannot be used
  public static Optional<ComponentName> component(SourceNames source, int sourceCount) {
    return only(source.components())
        .map(ComponentName::new)
        .or(() -> sourceCount == 1 ? Optional.of(ComponentName.MAIN) : Optional.empty());
  }

  private static Optional<String> only(SortedSet<String> names) {
    return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
  }

  /// The names that occur more than once, in order: components of a publication must differ.
  public static List<ComponentName> repeated(List<ComponentName> components) {
    return components.stream()
        .filter(it -> components.indexOf(it) != components.lastIndexOf(it))
        .distinct()
        .sorted()
        .toList();
  }
}
