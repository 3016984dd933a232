package org.entrepot.domain.dependency;

import java.util.Optional;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Alternative;
import org.entrepot.format.relationship.VersionConstraint;
import org.entrepot.format.version.Version;

/// Whether a package satisfies an alternative (Debian Policy 7.1, 7.5; Multi-Arch specification).
///
/// A package provides a version only when its Provides field states one. `name:any` accepts,
/// besides packages for the architecture itself, those of other architectures that say Multi-Arch:
/// allowed; `name:native` means the architecture itself.
final class Satisfaction {
  private Satisfaction() {}

  static boolean satisfies(
      PackageRelations candidate, Alternative wanted, Architecture architecture) {
    return suits(candidate, wanted.qualifier(), architecture)
        && (isNamed(candidate, wanted) || provides(candidate, wanted));
  }

  private static boolean suits(
      PackageRelations candidate, Optional<String> qualifier, Architecture architecture) {
    var word = qualifier.orElse("native");
    return switch (word) {
      case "native" -> candidate.architecture().suits(architecture);
      case "any" ->
          candidate.architecture().suits(architecture)
              || (!candidate.architecture().isSource() && candidate.allowsForeign());
      default ->
          Architecture.isValid(word) && candidate.architecture().suits(new Architecture(word));
    };
  }

  static boolean isNamed(PackageRelations candidate, Alternative wanted) {
    return candidate.name().equals(wanted.name()) && admits(wanted, candidate);
  }

  private static boolean admits(Alternative wanted, PackageRelations candidate) {
    return wanted.version().map(it -> it.admits(candidate.version())).orElse(true);
  }

  private static boolean provides(PackageRelations candidate, Alternative wanted) {
    return candidate.provides().stream()
        .filter(provision -> provision.name().equals(wanted.name()))
        .anyMatch(provision -> admits(wanted.version(), provision.version()));
  }

  private static boolean admits(
      Optional<VersionConstraint> constraint, Optional<Version> provided) {
    return constraint.isEmpty()
        || (provided.isPresent() && constraint.get().admits(provided.get()));
  }
}
