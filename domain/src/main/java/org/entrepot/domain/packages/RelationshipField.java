package org.entrepot.domain.packages;

/// A field by which a package needs others (Debian Policy 7.2, 7.7).
public enum RelationshipField {
  DEPENDS("Depends"),
  PRE_DEPENDS("Pre-Depends"),
  RECOMMENDS("Recommends"),
  SUGGESTS("Suggests"),
  BUILD_DEPENDS("Build-Depends"),
  BUILD_DEPENDS_ARCH("Build-Depends-Arch"),
  BUILD_DEPENDS_INDEP("Build-Depends-Indep");

  private final String fieldName;

  RelationshipField(String fieldName) {
    this.fieldName = fieldName;
  }

  /// How control files spell it.
  public String fieldName() {
    return fieldName;
  }
}
