package org.entrepot.domain.mirror;

/// What the Release file need not list although it is mirrored.
public enum SkippedCheck {
  /// Components.
  COMPONENTS,
  /// Architectures.
  ARCHITECTURES
}
