package org.entrepot.domain.packages;

/// A package with the number of its row in the catalog. Immutable.
///
/// @param id the number, which a [PackageSet] holds; not negative and never given to another
///   package
public record StoredPackage(int id, Package value) {
  public StoredPackage {
    if (id < 0) {
      throw new IllegalArgumentException("A package cannot have the number " + id);
    }
  }
}
