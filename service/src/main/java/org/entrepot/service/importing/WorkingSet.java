package org.entrepot.service.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// The packages of a repository while they are being changed: a set in which each (architecture,
/// name, version) belongs to one package. Looks up only the names that are touched. Not for several
/// threads.
public final class WorkingSet {
  private final Function<Function<View, List<PackageRow>>, List<PackageRow>> reader;
  private final Set<String> loadedNames = new HashSet<>();
  private final Map<String, List<Member>> byName = new HashMap<>();
  private final List<Integer> added = new ArrayList<>();
  private PackageSet packages;
  private boolean everythingLoaded;

  private record Member(
      int id, String version, Architecture architecture, long filesHash, String displayName) {}

  /// What became of a package that was offered.
  public sealed interface AddResult {
    /// It is in the set now; these were taken out for it.
    record Added(List<String> replaced) implements AddResult {}

    /// The same package was there before.
    record AlreadyThere() implements AddResult {}

    /// Another package has this name, version and architecture.
    record Clash(String displayName) implements AddResult {}
  }

  /// Begins with these packages; `reader` runs a query on a fresh view.
  public WorkingSet(
      PackageSet packages, Function<Function<View, List<PackageRow>>, List<PackageRow>> reader) {
    this.packages = packages;
    this.reader = reader;
  }

  /// Loads every package at once: worth it when most names will be touched.
  public void loadAll() {
    for (PackageRow row : reader.apply(view -> view.rows(packages))) {
      loadedNames.add(row.name());
      remember(row);
    }
    everythingLoaded = true;
  }

  /// Adds a package that the catalog stores under this id.
  public AddResult add(int id, Package value, boolean replace) {
    List<Member> same = members(value.name());
    String version = value.version().toString();
    long filesHash = value.filesHash().value();
    var replaced = new ArrayList<String>();
    for (Member member : List.copyOf(same)) {
      boolean samePlace =
          member.version().equals(version) && member.architecture().equals(value.architecture());
      if (samePlace && member.filesHash() == filesHash) {
        return new AddResult.AlreadyThere();
      }
      if (replace && member.version().equals(version) && suits(member, value)) {
        same.remove(member);
        packages = packages().minus(PackageSet.of(member.id()));
        replaced.add(member.displayName());
      } else if (samePlace) {
        return new AddResult.Clash(member.displayName());
      }
    }
    same.add(new Member(id, version, value.architecture(), filesHash, value.displayName()));
    added.add(id);
    return new AddResult.Added(replaced);
  }

  /// Adds packages to those of a repository, in place of none.
  ///
  /// @throws RepositoryException at the first that conflicts
  public void addAll(List<StoredPackage> offered, RepositoryName repository) {
    for (StoredPackage stored : offered) {
      if (add(stored.id(), stored.value(), false) instanceof AddResult.Clash(var other)) {
        throw new RepositoryException(
            ErrorCode.PACKAGE_CONFLICT,
            "conflict in package %s: %s holds other files under this name; nothing was changed"
                .formatted(other, repository));
      }
    }
  }

  /// What the set is now.
  public PackageSet packages() {
    packages = packages.union(PackageSet.of(added.stream().mapToInt(Integer::intValue)));
    added.clear();
    return packages;
  }

  private static boolean suits(Member member, Package value) {
    return member.architecture().suits(value.architecture())
        || value.architecture().suits(member.architecture());
  }

  private List<Member> members(String name) {
    if (!everythingLoaded && loadedNames.add(name)) {
      PackageSet now = packages();
      for (PackageRow row :
          reader.apply(view -> view.rows(view.packageIdsByName(name).intersect(now)))) {
        if (row.name().equals(name)) {
          remember(row);
        }
      }
    }
    return byName.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  private void remember(PackageRow row) {
    byName
        .computeIfAbsent(row.name(), _ -> new ArrayList<>())
        .add(
            new Member(
                row.id(),
                row.version().toString(),
                row.architecture(),
                row.filesHash(),
                row.name() + "_" + row.version() + "_" + row.architecture()));
  }
}
