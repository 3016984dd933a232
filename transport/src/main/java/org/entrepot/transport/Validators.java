package org.entrepot.transport;

/// What a server says of the state of a file, to be asked later whether it changed (RFC 9110
/// section 8.8). Both may be empty. Immutable.
///
/// @param entityTag the ETag header, as written
/// @param lastModified the Last-Modified header, as written
public record Validators(String entityTag, String lastModified) {
  /// Nothing is known.
  public static final Validators NONE = new Validators("", "");

  /// Whether there is something to ask with.
  public boolean areKnown() {
    return !entityTag.isEmpty() || !lastModified.isEmpty();
  }
}
