package org.entrepot.service.operation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.entrepot.domain.dependency.DependencyOption;

/// Whether dependencies are followed, and which (spec domain 4.2). Without architectures they are
/// those of the packages.
///
/// @param tellsSteps whether what becomes of each dependency is told
public record Dependencies(
    boolean follow,
    boolean suggests,
    boolean recommends,
    boolean source,
    boolean allVariants,
    boolean tellsSteps,
    List<String> architectures) {
  /// Nothing is followed.
  public static final Dependencies NONE =
      new Dependencies(false, false, false, false, false, List.of());

  /// Dependencies that are resolved in silence.
  public Dependencies(
      boolean follow,
      boolean suggests,
      boolean recommends,
      boolean source,
      boolean allVariants,
      List<String> architectures) {
    this(follow, suggests, recommends, source, allVariants, false, architectures);
  }

  public Dependencies {
    architectures = List.copyOf(architectures);
  }

  /// Which kinds of dependencies are followed: a new set.
  public Set<DependencyOption> options() {
    var options = EnumSet.noneOf(DependencyOption.class);
    if (suggests) {
      options.add(DependencyOption.FOLLOW_SUGGESTS);
    }
    if (recommends) {
      options.add(DependencyOption.FOLLOW_RECOMMENDS);
    }
    if (source) {
      options.add(DependencyOption.FOLLOW_SOURCE);
    }
    if (allVariants) {
      options.add(DependencyOption.FOLLOW_ALL_VARIANTS);
    }
    return options;
  }

  /// The same options, followed or not, for these architectures.
  public Dependencies following(boolean follows, List<String> forArchitectures) {
    return new Dependencies(
        follows, suggests, recommends, source, allVariants, tellsSteps, forArchitectures);
  }
}
