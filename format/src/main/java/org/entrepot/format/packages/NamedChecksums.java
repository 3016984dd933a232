package org.entrepot.format.packages;

import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;

/// A file of a package: its name and what is known of its content. Immutable.
///
/// @param name base name; for installer files the path as written in SHA256SUMS
public record NamedChecksums(String name, DeclaredChecksums checksums) {
  public NamedChecksums {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A file of a package needs a name");
    }
  }

  /// A file of which everything is known.
  public static NamedChecksums of(String name, Checksums checksums) {
    return new NamedChecksums(name, DeclaredChecksums.of(checksums));
  }
}
