package org.entrepot.catalog.packages;

import java.util.Comparator;
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
  /// The order of indices: names ascending by bytes, versions descending, architectures ascending,
  /// ids.
  public static final Comparator<PackageRow> INDEX_ORDER =
      Comparator.comparing(PackageRow::name, PackageRow::compareBytes)
          .thenComparing(PackageRow::version, Comparator.reverseOrder())
          .thenComparing(row -> row.architecture().name(), PackageRow::compareBytes)
          .thenComparingInt(PackageRow::id);

  /// `name_version_architecture`, as people see and type it.
  public String displayName() {
    return name + "_" + version + "_" + architecture;
  }

  /// `section/name`, or `name` without a section: how Contents indices name a package.
  public String qualifiedName() {
    return section.isEmpty() ? name : section + "/" + name;
  }

  // By code points, which is the order of the UTF-8 bytes; names are ASCII nearly always.
  private static int compareBytes(String left, String right) {
    var length = Math.min(left.length(), right.length());
    for (var i = 0; i < length; i++) {
      var l = left.charAt(i);
      var r = right.charAt(i);
      if (l != r) {
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
