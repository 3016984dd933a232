package org.entrepot.domain.snapshot;

import java.util.Optional;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// One line of the comparison of two snapshots. Immutable.
public sealed interface Difference {
  /// A package that only the left one has.
  record OnlyLeft(PackageKey key) implements Difference {}

  /// A package that only the right one has.
  record OnlyRight(PackageKey key) implements Difference {}

  /// Packages of one name and architecture, of which each side has its own: mostly another version,
  /// sometimes other files of the same version.
  record Changed(PackageKey leftKey, PackageKey rightKey) implements Difference {}

  /// The package of the left side, if any.
  default Optional<PackageKey> left() {
    return switch (this) {
      case OnlyLeft(var key) -> Optional.of(key);
      case OnlyRight(_) -> Optional.empty();
      case Changed(var key, _) -> Optional.of(key);
    };
  }

  /// The package of the right side, if any.
  default Optional<PackageKey> right() {
    return switch (this) {
      case OnlyLeft(_) -> Optional.empty();
      case OnlyRight(var key) -> Optional.of(key);
      case Changed(_, var key) -> Optional.of(key);
    };
  }

  /// `-`, `+` or `!`.
  default char sign() {
    return switch (this) {
      case OnlyLeft(_) -> '-';
      case OnlyRight(_) -> '+';
      case Changed(_, _) -> '!';
    };
  }

  /// Whether both sides have the package.
  default boolean isInBoth() {
    return this instanceof Changed;
  }

  /// What happens to the package on the way from left to right.
  default Change change() {
    return switch (this) {
      case OnlyLeft(_) -> Change.REMOVED;
      case OnlyRight(_) -> Change.ADDED;
      case Changed(var left, var right) -> {
        int order =
            Version.parseLenient(left.version()).compareTo(Version.parseLenient(right.version()));
        yield order < 0 ? Change.UPGRADED : order > 0 ? Change.DOWNGRADED : Change.REBUILT;
      }
    };
  }

  /// Kinds of differences, seen from left to right.
  enum Change {
    ADDED,
    REMOVED,
    UPGRADED,
    DOWNGRADED,
    /// Other files of the same version.
    REBUILT
  }
}
