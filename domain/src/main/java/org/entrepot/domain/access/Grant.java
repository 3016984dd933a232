package org.entrepot.domain.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What somebody may do, and to which objects. Immutable.
///
/// @param names patterns of the names of objects that may be touched; empty for all
public record Grant(Scope scope, List<NamePattern> names) {
  /// Everything.
  public static final Grant ALL = new Grant(Scope.ADMIN, List.of());

  public Grant {
    names = List.copyOf(names);
  }

  /// Whether only some objects may be touched.
  public boolean isNarrowed() {
    return !names.isEmpty();
  }

  /// Whether an object of this name may be touched.
  public boolean allowsName(String name) {
    return names.isEmpty() || names.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /// Why this is not enough for something that needs a scope and touches objects of these names, as
  /// a sentence; empty when it is.
  ///
  /// What needs more than reading and touches no object by name concerns all of them, so a narrowed
  /// grant is not enough.
  public Optional<String> refusal(Scope needed, Collection<String> touched) {
    if (!scope.includes(needed)) {
      return Optional.of(
          "this needs the scope %s, and the token has %s".formatted(needed.word(), scope.word()));
    }
    if (touched.isEmpty() && isNarrowed() && needed != Scope.READ) {
      return Optional.of("this concerns all objects, and the token is for %s".formatted(words()));
    }
    return touched.stream()
        .filter(name -> !allowsName(name))
        .findFirst()
        .map(name -> "the token is for %s, which \"%s\" is not".formatted(words(), name));
  }

  private String words() {
    return "objects named " + String.join(" or ", names.stream().map(NamePattern::text).toList());
  }
}
