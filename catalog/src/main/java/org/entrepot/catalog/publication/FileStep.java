package org.entrepot.catalog.publication;

/// One change of the files of a target that an intent announces.
///
/// @param path what changes, relative to the target
/// @param source where a copy comes from, relative to the target, or what the service notes for a
///   put; empty for a deletion
public record FileStep(Kind kind, String path, String source) {
  /// What happens to the path.
  public enum Kind {
    /// It is written or linked anew.
    PUT,
    /// It becomes a copy of another path of the target.
    COPY,
    /// It goes.
    DELETE
  }
}
