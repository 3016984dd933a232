package org.entrepot.format.deb;

/// An entry of a tar archive.
///
/// @param path without a leading `./` or `/`; empty for the root directory
record TarEntry(String path, Kind kind) {
  enum Kind {
    FILE,
    DIRECTORY,
    /// A link, device or pipe: no body.
    OTHER
  }
}
