package org.entrepot.catalog.packages;

import java.util.List;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.version.Version;

/// What publishing, sorting and comparing need of a package, without its control stanza.
///
/// @param sourceName the name of the source package it was built from (its own for a source)
/// @param section its Section field, or empty
/// @param filesHash the files hash of its key
/// @param stanzaDigest SHA-256 of its stanza as read
/// @param files in the order of the package
public record PackageRow(
    int id,
    PackageKind kind,
    String name,
    Version version,
    Architecture architecture,
    String sourceName,
    String section,
    long filesHash,
    Sha256 stanzaDigest,
    List<PackageFile> files) {
  /// `name_version_architecture`, as people see and type it.
  public String displayName() {
    return name + "_" + version + "_" + architecture;
  }

  /// `section/name`, or `name` without a section: how Contents indices name a package.
  public String qualifiedName() {
    return section.isEmpty() ? name : section + "/" + name;
  }
}
