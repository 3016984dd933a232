package org.entrepot.format.relationship;

import org.entrepot.format.version.Version;

/// The part in parentheses: `>= 1.2`. Immutable.
public record VersionConstraint(Relation relation, Version version) {
  /// Whether a package of this version is meant.
  public boolean admits(Version candidate) {
    return relation.admits(candidate.compareTo(version));
  }

  /// Relation and version with one blank between, without parentheses.
  @Override
  public String toString() {
    return relation.symbol() + " " + version;
  }
}
