package org.entrepot.domain.packages;

/// What sort of package it is.
public enum PackageKind {
  /// A `.deb` or `.ddeb`.
  BINARY("deb"),
  /// A `.udeb` of the Debian installer.
  UDEB("udeb"),
  /// A `.dsc` with its files.
  SOURCE("source"),
  /// The files that one SHA256SUMS of an installer image directory lists.
  INSTALLER("deb");

  private final String packageType;

  PackageKind(String packageType) {
    this.packageType = packageType;
  }

  /// The value of `$PackageType` in queries; queries cannot tell installer from binary packages.
  public String packageType() {
    return packageType;
  }
}
