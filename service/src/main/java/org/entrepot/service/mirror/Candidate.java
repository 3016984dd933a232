package org.entrepot.service.mirror;

import java.util.List;
import java.util.stream.IntStream;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;

/// A package that an index names, whose files are perhaps not here yet. Immutable.
///
/// @param named the package with the digests that the index gives; those that it does not give are
///   zeros, until the files are seen
/// @param files in the order of the package's files
public record Candidate(Package named, List<WantedFile> files) {
  public Candidate {
    files = List.copyOf(files);
  }

  /// A file of an archive.
  ///
  /// @param name base name
  /// @param path relative to the root of the archive
  public record WantedFile(String name, String path, DeclaredChecksums declared) {
    /// With zeros for the digests that are not known.
    PackageFile assumed() {
      return new PackageFile(
          name,
          new Checksums(
              declared.sizeBytes().orElse(0),
              declared.md5().orElseGet(() -> Md5.of(new byte[Md5.LENGTH])),
              declared.sha1().orElseGet(() -> Sha1.of(new byte[Sha1.LENGTH])),
              declared.sha256().orElseGet(() -> Sha256.of(new byte[Sha256.LENGTH])),
              declared.sha512().orElseGet(() -> Sha512.of(new byte[Sha512.LENGTH]))));
    }
  }

  /// The package with its files as they are.
  Package complete(List<Checksums> actual) {
    var real =
        IntStream.range(0, files.size())
            .mapToObj(i -> new PackageFile(files.get(i).name(), actual.get(i)))
            .toList();
    return withFiles(real);
  }

  /// The same with these files.
  public Package withFiles(List<PackageFile> real) {
    return new Package(
        named.kind(), named.name(), named.version(), named.architecture(), named.control(), real);
  }
}
