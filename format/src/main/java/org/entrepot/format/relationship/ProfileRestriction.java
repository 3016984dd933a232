package org.entrepot.format.relationship;

/// One word of `<!nocheck stage1>` (dsc(5), build profiles). Immutable.
///
/// @param sense whether the profile must be active, or must not
/// @param profile name of the profile
public record ProfileRestriction(Sense sense, String profile) {
  @Override
  public String toString() {
    return sense.mark() + profile;
  }
}
