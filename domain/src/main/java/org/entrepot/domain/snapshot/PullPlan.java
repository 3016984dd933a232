package org.entrepot.domain.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.domain.packages.PackagePlace;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.format.packages.PackageKey;

/// What pulling packages into a set adds and removes. Immutable.
///
/// A package that the set has already is neither added nor removed. Only packages that were in the
/// set before are removed, never ones that are pulled.
///
/// @param result the set afterwards
/// @param added what comes, in the order of the chosen packages
/// @param removed what goes, in the order in which the chosen packages push it out
/// @param conflicts chosen packages that cannot be added because the set keeps other files of the
///   same name, version and architecture; a plan with any must not be carried out
public record PullPlan(
    PackageSet result, List<StoredKey> added, List<StoredKey> removed, List<StoredKey> conflicts) {
  public PullPlan {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    conflicts = List.copyOf(conflicts);
  }

  /// What becomes of the versions that the set has of a pulled package.
  public enum OldVersions {
    REMOVE,
    KEEP
  }

  /// Which of several chosen versions of one name and architecture are pulled.
  public enum Matches {
    FIRST,
    ALL
  }

  /// Plans to pull the chosen packages into the target.
  ///
  /// @param chosen in index order: of one name, the newest version comes first
  /// @param present those packages of the target whose names are among the chosen, in any order
  public static PullPlan of(
      PackageSet target,
      List<StoredKey> chosen,
      Collection<StoredKey> present,
      OldVersions oldVersions,
      Matches matches) {
    var byName = new HashMap<String, List<StoredKey>>();
    StoredKey.inIndexOrder(present)
        .forEach(stored ->
            byName.computeIfAbsent(stored.key().name(), _ -> new ArrayList<>()).add(stored));
    var seen = new HashSet<PackagePlace>();
    var wanted = new ArrayList<StoredKey>();
    var leaving = new LinkedHashMap<PackageKey, StoredKey>();
    for (var candidate : chosen) {
      boolean first = seen.add(candidate.place());
      if (first && oldVersions == OldVersions.REMOVE) {
        byName.getOrDefault(candidate.key().name(), List.of()).stream()
            .filter(old -> old.key().architecture().suits(candidate.key().architecture()))
            .forEach(old -> leaving.put(old.key(), old));
      }
      if (first || matches == Matches.ALL) {
        wanted.add(candidate);
      }
    }
    return settled(target, wanted, byName, leaving);
  }

  private static PullPlan settled(
      PackageSet target,
      List<StoredKey> wanted,
      Map<String, List<StoredKey>> byName,
      Map<PackageKey, StoredKey> leaving) {
    var added = new ArrayList<StoredKey>();
    var conflicts = new ArrayList<StoredKey>();
    for (var candidate : wanted) {
      var key = candidate.key();
      if (leaving.remove(key) != null) {
        continue;
      }
      var same =
          byName.getOrDefault(key.name(), List.of()).stream()
              .filter(old -> old.key().shortKey().equals(key.shortKey()))
              .filter(old -> !leaving.containsKey(old.key()))
              .findFirst();
      if (same.isEmpty()) {
        added.add(candidate);
      } else if (!same.get().key().equals(key)) {
        conflicts.add(candidate);
      }
    }
    return new PullPlan(
        target.minus(ids(leaving.values())).union(ids(added)),
        added,
        List.copyOf(leaving.values()),
        conflicts);
  }

  private static PackageSet ids(Collection<StoredKey> keys) {
    return PackageSet.of(keys.stream().mapToInt(StoredKey::id));
  }
}
