package org.entrepot.domain.packages;

import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.packages.NamedChecksums;

/// A file of a package. Immutable.
///
/// @param name base name; for installer packages the relative path that SHA256SUMS gives. No
///   element is empty or `..`, and there are no control characters or backslashes.
/// @param checksums size and digests of the real content
public record PackageFile(String name, Checksums checksums) {
  /// @throws IllegalArgumentException for a name that could leave its directory
  public PackageFile {
    PackageSyntax.checkFileName(name);
  }

  /// The last element of the name, under which the pool keeps it.
  public String baseName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  NamedChecksums named() {
    return NamedChecksums.of(name, checksums);
  }
}
