package org.entrepot.domain.repository;

import java.util.UUID;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;

/// A local repository: a named collection of packages that can be changed. Immutable; a changed
/// repository is another value with the same id.
///
/// @param comment free text, may be empty
/// @param defaultDistribution what publishing takes when nobody names one; may be empty
/// @param defaultComponent what publishing takes when nobody names one; may be empty
/// @param uploaders rules for uploads as JSON text, or empty for none
/// @param packages digest of the [PackageSet] that it holds
/// @param packageCount size of that set
public record Repository(
    UUID id,
    RepositoryName name,
    String comment,
    String defaultDistribution,
    String defaultComponent,
    String uploaders,
    Sha256 packages,
    int packageCount) {
  public Repository {
    if (packageCount < 0) {
      throw new IllegalArgumentException("The repository " + name + " has a negative size");
    }
  }

  /// The same repository under another name.
  public Repository withName(RepositoryName newName) {
    return new Repository(
        id,
        newName,
        comment,
        defaultDistribution,
        defaultComponent,
        uploaders,
        packages,
        packageCount);
  }

  /// The same repository with other packages.
  public Repository withPackages(PackageSet set) {
    return new Repository(
        id,
        name,
        comment,
        defaultDistribution,
        defaultComponent,
        uploaders,
        set.digest(),
        set.size());
  }

  /// `[name]: comment`, or `[name]` without one: as descriptions of snapshots quote it.
  public String displayName() {
    return comment.isEmpty() ? "[" + name + "]" : "[" + name + "]: " + comment;
  }
}
