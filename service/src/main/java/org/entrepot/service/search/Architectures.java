package org.entrepot.service.search;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Decides for which architectures dependencies are looked at (spec domain 4.4).
public final class Architectures {
  private Architectures() {}

  /// The architectures that were asked for, else those of a set, in both cases without `all` and
  /// `source`.
  ///
  /// @throws RepositoryException when none is left
  public static List<Architecture> require(View view, List<String> asked, PackageSet present) {
    Set<Architecture> found = asked.isEmpty() ? of(view, present) : named(asked);
    List<Architecture> real = real(found);
    if (real.isEmpty()) {
      throw undetermined();
    }
    return real;
  }

  /// Architectures by name.
  static Set<Architecture> named(List<String> names) {
    var found = new TreeSet<Architecture>();
    for (String name : names) {
      if (!Architecture.isValid(name)) {
        throw new RepositoryException(
            ErrorCode.INVALID_NAME, "\"%s\" is not the name of an architecture".formatted(name));
      }
      found.add(new Architecture(name));
    }
    return found;
  }

  /// The architectures of the packages of a set.
  static Set<Architecture> of(View view, PackageSet set) {
    return new TreeSet<>(view.architectures(set));
  }

  /// Those that packages are installed on.
  static List<Architecture> real(Set<Architecture> found) {
    return found.stream().filter(it -> !it.isAll() && !it.isSource()).toList();
  }

  static RepositoryException undetermined() {
    return new RepositoryException(
        ErrorCode.INVALID_REQUEST,
        "unable to determine list of architectures, please specify explicitly with"
            + " -architectures");
  }

  /// Those of a pull (spec domain 4.5, rest-api 9): the ones asked for, else those of the target
  /// without `all` and `source`; and further ones, which may be `source`.
  ///
  /// @throws RepositoryException when there is none
  public static Set<Architecture> forPull(
      View view, List<String> asked, List<String> further, PackageSet target) {
    var found =
        new TreeSet<Architecture>(
            asked.isEmpty() ? Set.copyOf(real(of(view, target))) : named(asked));
    found.addAll(named(further));
    found.remove(Architecture.ALL);
    if (found.isEmpty()) {
      throw undetermined();
    }
    return found;
  }

  /// The query narrowed to packages for any of these architectures; those for `all` suit each but
  /// `source`.
  public static PackageQuery narrowed(PackageQuery query, Set<Architecture> architectures) {
    return query.and(PackageQuery.forArchitectures(architectures));
  }
}
