package org.entrepot.service.takeover.predecessor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;

/// A package of a predecessor, whose files were not looked at yet. Immutable.
///
/// @param reference how lists name it
/// @param name for people
/// @param contents the paths that it installs, where the predecessor knows them
public record FoundPackage(
    String reference,
    String name,
    List<FoundFile> files,
    Optional<List<String>> contents,
    Assembly assembly) {
  public FoundPackage {
    files = List.copyOf(files);
    contents = contents.map(List::copyOf);
  }

  /// A file of a package.
  ///
  /// @param name base name; of installer packages the relative path
  /// @param places where it may lie; the first that has a file counts
  /// @param declared what the predecessor says of its content
  public record FoundFile(String name, List<Path> places, DeclaredChecksums declared) {
    public FoundFile {
      places = List.copyOf(places);
    }

    /// The last element of the name.
    public String baseName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  /// Makes the package.
  public interface Assembly {
    /// The package with its files as they are.
    ///
    /// @throws FormatException or IllegalArgumentException when it breaks the rules of packages
    Package of(List<PackageFile> files) throws FormatException;
  }
}
