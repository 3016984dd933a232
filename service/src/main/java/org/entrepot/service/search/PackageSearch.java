package org.entrepot.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageOrder;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.AnyOf;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.query.QueryException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;

/// Selects packages of a set, by one instant of the catalog. A query that can match few names is
/// answered from the index of names.
public final class PackageSearch {
  private PackageSearch() {}

  /// The query that any of these texts spells; all packages when there are none.
  ///
  /// @throws RepositoryException with what is wrong and where
  public static PackageQuery parse(List<String> queries) {
    if (queries.isEmpty()) {
      return PackageQuery.all();
    }
    var parsed = new ArrayList<PackageQuery>();
    for (String query : queries) {
      try {
        parsed.add(PackageQuery.parse(query));
      } catch (QueryException e) {
        throw new RepositoryException(ErrorCode.INVALID_QUERY, describe(e), e);
      }
    }
    return parsed.size() == 1 ? parsed.getFirst() : new AnyOf(parsed);
  }

  private static String describe(QueryException e) {
    String message = e.getMessage();
    return message == null ? "unable to parse query: " + e.excerpt() : message;
  }

  /// The packages of the set that the query means, in index order.
  public static List<StoredPackage> find(View view, PackageSet set, PackageQuery query) {
    Judged judged = judged(view, set, query);
    var found = new ArrayList<StoredPackage>();
    view.forEachPackage(
        judged.accepted().union(judged.open()),
        candidate -> judged.accepted().contains(candidate.id()) || query.matches(candidate.value()),
        found::add);
    found.sort((a, b) -> PackageOrder.INDEX.compare(a.value(), b.value()));
    return found;
  }

  /// The same with what they depend on, as far as the set has it and `satisfied` does not.
  ///
  /// @param present whose architectures count when the request names none
  public static List<StoredPackage> find(
      View view,
      PackageSet set,
      PackageQuery query,
      Dependencies dependencies,
      PackageSet satisfied,
      PackageSet present) {
    return find(view, set, query, dependencies, satisfied, present, _ -> {});
  }

  /// The same, telling a line about each dependency if the request wants that.
  public static List<StoredPackage> find(
      View view,
      PackageSet set,
      PackageQuery query,
      Dependencies dependencies,
      PackageSet satisfied,
      PackageSet present,
      Consumer<String> steps) {
    List<StoredPackage> matches = find(view, set, query);
    if (!dependencies.follow()) {
      return matches;
    }
    List<PackageRelations> chosen = matches.stream().map(PackageRelations::of).toList();
    PackageSet all = close(view, set, chosen, dependencies, satisfied, present, steps);
    var found = new ArrayList<>(matches);
    view.forEachPackage(all.minus(ids(matches)), found::add);
    found.sort((a, b) -> PackageOrder.INDEX.compare(a.value(), b.value()));
    return found;
  }

  private static PackageSet close(
      View view,
      PackageSet set,
      List<PackageRelations> chosen,
      Dependencies dependencies,
      PackageSet satisfied,
      PackageSet present,
      Consumer<String> steps) {
    List<Architecture> architectures =
        Architectures.require(view, dependencies.architectures(), present);
    return WithDependencies.add(view, set, chosen, dependencies, satisfied, architectures, steps);
  }

  /// The same as a set, for callers that need no more.
  public static PackageSet select(
      View view,
      PackageSet set,
      PackageQuery query,
      Dependencies dependencies,
      PackageSet satisfied,
      PackageSet present,
      Consumer<String> steps) {
    PackageSet matches = matches(view, set, query);
    if (!dependencies.follow()) {
      return matches;
    }
    List<PackageRelations> chosen = WithDependencies.relations(view, matches);
    return close(view, set, chosen, dependencies, satisfied, present, steps);
  }

  private static PackageSet matches(View view, PackageSet set, PackageQuery query) {
    Judged judged = judged(view, set, query);
    var read = new ArrayList<Integer>();
    view.forEachPackage(
        judged.open(),
        candidate -> query.matches(candidate.value()),
        candidate -> read.add(candidate.id()));
    return judged.accepted().union(PackageSet.of(read.stream().mapToInt(Integer::intValue)));
  }

  /// What is known of the packages of a set without reading them: those that match, and those that
  /// must be read.
  private record Judged(PackageSet accepted, PackageSet open) {}

  private static Judged judged(View view, PackageSet set, PackageQuery query) {
    PackageSet candidates = candidates(view, set, query);
    if (!query.judgesKeys()) {
      return new Judged(PackageSet.empty(), candidates);
    }
    var accepted = new ArrayList<Integer>();
    var open = new ArrayList<Integer>();
    for (StoredKey stored : view.keys(candidates)) {
      query
          .judge(stored.key())
          .ifPresentOrElse(
              matches -> {
                if (matches) {
                  accepted.add(stored.id());
                }
              },
              () -> open.add(stored.id()));
    }
    return new Judged(
        PackageSet.of(accepted.stream().mapToInt(Integer::intValue)),
        PackageSet.of(open.stream().mapToInt(Integer::intValue)));
  }

  /// How the packages of a set are shown, in index order.
  public static List<String> sortedNames(View view, PackageSet set) {
    return StoredKey.inIndexOrder(view.keys(set)).stream().map(StoredKey::displayName).toList();
  }

  private static PackageSet candidates(View view, PackageSet set, PackageQuery query) {
    Optional<Set<String>> names = query.possibleNames();
    if (names.isEmpty()) {
      return set;
    }
    PackageSet candidates = PackageSet.empty();
    for (String name : names.get()) {
      candidates = candidates.union(view.packageIdsByName(name));
    }
    return candidates.intersect(set);
  }

  /// The ids of packages.
  public static PackageSet ids(List<StoredPackage> packages) {
    return PackageSet.of(packages.stream().mapToInt(StoredPackage::id));
  }

  /// How packages are shown in lists.
  public static List<String> names(List<StoredPackage> packages) {
    return packages.stream().map(StoredPackage::value).map(Package::displayName).toList();
  }
}
