package org.entrepot.format.relationship;

import org.entrepot.format.architecture.ArchitectureWildcard;

/// One word of `[amd64 !hurd-any]` (Debian Policy 7.1). Immutable.
///
/// @param sense whether these architectures are the only ones, or excluded
public record ArchitectureRestriction(Sense sense, ArchitectureWildcard wildcard) {
  @Override
  public String toString() {
    return sense.mark() + wildcard;
  }
}
