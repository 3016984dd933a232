package org.entrepot.service.publish;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.text.ByteText;

/// What becomes different in a Contents index when one set of packages takes the place of another:
/// by path, in the order of the bytes of paths, the qualified names that come and go.
///
/// @param byPath only paths with a change
record ContentsChanges(NavigableMap<byte[], Change> byPath) {

  /// The names that are added to the line of a path, and those that are taken away; disjoint.
  static final class Change {
    final Set<String> added = new TreeSet<>();
    final Set<String> removed = new HashSet<>();
  }

  static ContentsChanges none() {
    return new ContentsChanges(new TreeMap<>(Arrays::compareUnsigned));
  }

  void add(String path, String name) {
    Change change = change(path);
    change.removed.remove(name);
    change.added.add(name);
  }

  /// To be called after every [#add].
  void remove(String path, String name) {
    Change change = change(path);
    if (!change.added.contains(name)) {
      change.removed.add(name);
    }
  }

  private Change change(String path) {
    return byPath.computeIfAbsent(ByteText.encode(path), _ -> new Change());
  }

  /// The changes from one set to another, or nothing when so much changes that the index is better
  /// made anew.
  ///
  /// @param listed the packages that the index lists
  static Optional<ContentsChanges> between(
      View view, PackageSet before, PackageSet after, Predicate<PackageRow> listed) {
    PackageSet coming = after.minus(before);
    PackageSet going = before.minus(after);
    if (4L * (coming.size() + going.size()) > after.size()) {
      return Optional.empty();
    }
    ContentsChanges changes = none();
    List<PackageRow> added = view.rows(coming).stream().filter(listed).toList();
    changes.each(view, added, changes::add);
    List<PackageRow> removed = view.rows(going).stream().filter(listed).toList();
    changes.each(view, removed, changes::remove);
    // Another version of the package may stay, and have the path as well.
    Set<String> names = removed.stream().map(PackageRow::qualifiedName).collect(Collectors.toSet());
    var staying = PackageSet.empty();
    for (PackageRow row : removed) {
      staying = staying.union(view.packageIdsByName(row.name()));
    }
    List<PackageRow> others =
        view.rows(staying.intersect(after)).stream()
            .filter(listed)
            .filter(row -> names.contains(row.qualifiedName()))
            .toList();
    changes.each(view, others, (path, name) -> changes.change(path).removed.remove(name));
    changes.byPath.values().removeIf(c -> c.added.isEmpty() && c.removed.isEmpty());
    return Optional.of(changes);
  }

  private interface Action {
    void on(String path, String qualifiedName);
  }

  private void each(View view, List<PackageRow> rows, Action action) {
    var names = rows.stream().collect(Collectors.toMap(PackageRow::id, PackageRow::qualifiedName));
    view.forEachContents(
        PackageSet.of(rows.stream().mapToInt(PackageRow::id)),
        (id, paths) -> {
          String name = names.get(id);
          if (name != null) {
            paths.forEach(path -> action.on(path, name));
          }
        });
  }
}
