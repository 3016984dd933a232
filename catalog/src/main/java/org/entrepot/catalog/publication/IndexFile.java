package org.entrepot.catalog.publication;

import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;

/// A file below `dists/DISTRIBUTION/` that a generation consists of.
///
/// @param path relative to the distribution's directory, such as `main/binary-amd64/Packages.gz`
/// @param role what the service calls this kind of file, such as `packages` or `contents`
public record IndexFile(String path, Checksums checksums, String role) {
  /// Returns the last element of the path.
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Returns the SHA-256 of the file.
  public Sha256 sha256() {
    return checksums.sha256();
  }

  /// Returns its size.
  public long sizeBytes() {
    return checksums.sizeBytes();
  }
}
