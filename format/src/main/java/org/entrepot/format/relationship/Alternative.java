package org.entrepot.format.relationship;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.format.architecture.Architecture;

/// One package that satisfies a relationship: `name:qualifier (>= version) [architectures]
/// <profiles>` (Debian Policy 7.1, dsc(5)). Immutable.
///
/// @param name name of a real or virtual package
/// @param qualifier what follows the colon: `any`, `native` or an architecture
/// @param version the versions that are meant; all when absent
/// @param architectures architectures to which it is restricted; all when empty
/// @param profiles build profiles: one of the groups must hold, in it every word; always when empty
public record Alternative(
    String name,
    Optional<String> qualifier,
    Optional<VersionConstraint> version,
    List<ArchitectureRestriction> architectures,
    List<List<ProfileRestriction>> profiles) {
  public Alternative {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A relationship needs the name of a package");
    }
    architectures = List.copyOf(architectures);
    profiles = profiles.stream().map(List::copyOf).toList();
  }

  /// A package by name alone.
  public static Alternative of(String name) {
    return new Alternative(name, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /// A package by name and version.
  public static Alternative of(String name, VersionConstraint version) {
    return new Alternative(name, Optional.empty(), Optional.of(version), List.of(), List.of());
  }

  /// Whether the restrictions let it count for this architecture and these active build profiles.
  public boolean appliesTo(Architecture architecture, Set<String> activeProfiles) {
    return appliesTo(architecture)
        && (profiles.isEmpty()
            || profiles.stream()
                .anyMatch(group -> group.stream().allMatch(word -> holds(word, activeProfiles))));
  }

  private boolean appliesTo(Architecture architecture) {
    boolean restricted = false;
    boolean named = false;
    for (var restriction : architectures) {
      boolean matches = restriction.wildcard().matches(architecture);
      switch (restriction.sense()) {
        case NOT -> {
          if (matches) {
            return false;
          }
        }
        case ONLY -> {
          restricted = true;
          named |= matches;
        }
      }
    }
    return named || !restricted;
  }

  private static boolean holds(ProfileRestriction word, Set<String> activeProfiles) {
    boolean active = activeProfiles.contains(word.profile());
    return switch (word.sense()) {
      case ONLY -> active;
      case NOT -> !active;
    };
  }

  /// The text in its customary spacing; parsing it gives an equal value.
  @Override
  public String toString() {
    var text = new StringBuilder(name);
    qualifier.ifPresent(q -> text.append(':').append(q));
    version.ifPresent(v -> text.append(" (").append(v).append(')'));
    if (!architectures.isEmpty()) {
      text.append(words(" [", architectures, "]"));
    }
    for (var group : profiles) {
      text.append(words(" <", group, ">"));
    }
    return text.toString();
  }

  private static String words(String before, List<?> words, String after) {
    return words.stream().map(Object::toString).collect(joining(" ", before, after));
  }
}
