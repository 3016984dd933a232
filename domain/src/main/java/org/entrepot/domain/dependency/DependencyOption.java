package org.entrepot.domain.dependency;

/// What counts as a dependency besides Depends and Pre-Depends, and how far to go.
public enum DependencyOption {
  /// Recommends too.
  FOLLOW_RECOMMENDS,
  /// Suggests too.
  FOLLOW_SUGGESTS,
  /// The source package of each binary package too, in exactly its version.
  FOLLOW_SOURCE,
  /// Every alternative and every version that fits, not only the first.
  FOLLOW_ALL_VARIANTS,
  /// What source packages need to be built, on each architecture that they are built on.
  BUILD_DEPENDENCIES
}
