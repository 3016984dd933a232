package org.entrepot.catalog.publication;

/// The three texts that make a generation visible; a signature that was not wanted is empty.
///
/// @param release `Release` as published
/// @param signature `Release.gpg`, armored
/// @param inRelease `InRelease`
public record ReleaseText(String release, String signature, String inRelease) {
  /// Neither text.
  public static final ReleaseText NONE = new ReleaseText("", "", "");
}
