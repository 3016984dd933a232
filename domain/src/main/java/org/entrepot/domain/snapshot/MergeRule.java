package org.entrepot.domain.snapshot;

/// Which packages of several sources stay when they are merged. Whatever the rule, of two packages
/// of one name, version and architecture that of the later source stays.
public enum MergeRule {
  /// A later source replaces every version of each name and architecture that it has itself.
  REPLACE,
  /// All versions stay.
  KEEP_ALL,
  /// The highest version of each name and architecture stays.
  NEWEST
}
