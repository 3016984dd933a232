package org.entrepot.domain.mirror;

/// What is mirrored beside binary packages.
public enum MirrorPart {
  /// Source packages.
  SOURCES("src"),
  /// Packages of the Debian installer.
  UDEBS("udeb"),
  /// Images of the Debian installer.
  INSTALLER("installer"),
  /// Metadata of programs (DEP-11).
  APPSTREAM("appstream"),
  /// The archive as its owner signed it: everything that its Release file lists.
  AS_IS("as-is");

  private final String word;

  MirrorPart(String word) {
    this.word = word;
  }

  /// How it stands in the display name of a mirror.
  public String word() {
    return word;
  }
}
