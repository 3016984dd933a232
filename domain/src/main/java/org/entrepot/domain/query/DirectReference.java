package org.entrepot.domain.query;

import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// One package by the exact texts of its parts: `name_version_architecture`.
public record DirectReference(String name, String version, String architecture)
    implements PackageQuery {
  /// The reference that a word spells: split at its first and its last underscore.
  static Optional<DirectReference> parse(String word) {
    int first = word.indexOf('_');
    int last = word.lastIndexOf('_');
    if (first == last) {
      return Optional.empty();
    }
    return Optional.of(
        new DirectReference(
            word.substring(0, first), word.substring(first + 1, last), word.substring(last + 1)));
  }

  @Override
  public boolean matches(Package candidate) {
    return isAt(candidate.name(), candidate.version().toString(), candidate.architecture());
  }

  @Override
  public Optional<Boolean> judge(PackageKey key) {
    return Optional.of(isAt(key.name(), key.version(), key.architecture()));
  }

  @Override
  public boolean judgesKeys() {
    return true;
  }

  private boolean isAt(String itsName, String itsVersion, Architecture itsArchitecture) {
    return itsName.equals(name)
        && itsVersion.equals(version)
        && itsArchitecture.name().equals(architecture);
  }

  @Override
  public boolean matchesChanges(Stanza changes) {
    return false;
  }

  @Override
  public Optional<Set<String>> possibleNames() {
    return Optional.of(Set.of(name));
  }

  @Override
  public String toString() {
    return Words.quoted(name + "_" + version + "_" + architecture);
  }
}
