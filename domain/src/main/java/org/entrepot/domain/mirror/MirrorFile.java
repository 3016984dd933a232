package org.entrepot.domain.mirror;

import org.entrepot.format.checksum.Checksums;

/// A file of an archive that belongs to no package, such as metadata of programs. Immutable.
///
/// @param path relative to the directory of the Release file
/// @param checksums of its content, which lies in the pool under its base name
public record MirrorFile(String path, Checksums checksums) {
  /// The last element of the path.
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Whether it holds translated descriptions of packages: `COMPONENT/i18n/…`.
  public boolean isTranslation() {
    return path.contains("/i18n/");
  }

  /// Whether it holds metadata of programs (DEP-11): `COMPONENT/dep11/…`.
  public boolean isAppStream() {
    return path.contains("/dep11/");
  }
}
