package org.entrepot.service.publish;

import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.storage.path.TargetPath;

/// Paths of one publication inside its target: the domain's layout below the prefix.
final class ArchivePaths {
  private final String prefix;
  private final String dists;

  ArchivePaths(PublicationPoint point) {
    prefix = point.prefix().isRoot() ? "" : point.prefix() + "/";
    dists = prefix + "dists/" + point.distribution() + "/";
  }

  /// The directory of the distribution.
  TargetPath distribution() {
    return TargetPath.of(dists.substring(0, dists.length() - 1));
  }

  /// A file below the directory of the distribution.
  TargetPath inDistribution(String path) {
    return TargetPath.of(dists + path);
  }

  /// A file below the prefix, such as `pool/main/h/hello/hello_1.0_amd64.deb`.
  TargetPath inPrefix(String path) {
    return TargetPath.of(prefix + path);
  }

  /// The pool shared by the publications of the prefix.
  TargetPath pool() {
    return TargetPath.of(prefix + "pool");
  }

  private static String directoryName(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> "MD5Sum";
      case SHA1, SHA256, SHA512 -> algorithm.name();
    };
  }

  /// Where an index file can be fetched by one of its digests.
  TargetPath byHash(String indexPath, Checksums checksums, DigestAlgorithm algorithm) {
    Digest digest = checksums.digest(algorithm);
    int slash = indexPath.lastIndexOf('/');
    String directory = slash < 0 ? "" : indexPath.substring(0, slash + 1);
    return inDistribution(directory + "by-hash/" + directoryName(algorithm) + "/" + digest.hex());
  }
}
