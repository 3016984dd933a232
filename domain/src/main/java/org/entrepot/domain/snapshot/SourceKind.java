package org.entrepot.domain.snapshot;

/// What a snapshot was made from, or what a publication publishes.
public enum SourceKind {
  /// A mirror.
  MIRROR,
  /// A local repository.
  REPOSITORY,
  /// Snapshots, or nothing at all.
  SNAPSHOT
}
