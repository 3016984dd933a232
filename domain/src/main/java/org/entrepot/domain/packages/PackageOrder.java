package org.entrepot.domain.packages;

import java.util.Comparator;

/// Orders of packages.
public final class PackageOrder {
  /// The order of lists and indices: names ascending by bytes, versions descending, architectures
  /// ascending. What is still equal is told apart by the text of the version, the hash of the files
  /// and the stanza, so that the order never depends on where packages came from.
  public static final Comparator<Package> INDEX =
      Comparator.comparing(Package::name)
          .thenComparing(Package::version, Comparator.reverseOrder())
          .thenComparing(Package::architecture)
          .thenComparing(it -> it.version().toString())
          .thenComparing(it -> it.filesHash().hex())
          .thenComparing(it -> it.control().toText());

  private PackageOrder() {}
}
