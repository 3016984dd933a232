package org.entrepot.domain.snapshot;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.PackagePlace;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.version.Version;

/// Merges package sets, from left to right.
///
/// The result depends on the packages alone, never on the order of their keys. With
/// [MergeRule#REPLACE] merging is associative; what a source has is in the result unless a later
/// one replaces it.
public final class SnapshotMerge {
  private SnapshotMerge() {}

  /// The merged set; empty for no source.
  public static PackageSet of(List<PackageSet> sources, MergeRule rule, StoredKeys keys) {
    var merged = PackageSet.empty();
    for (var source : sources) {
      merged =
          switch (rule) {
            case REPLACE -> onto(merged, source, keys, StoredKey::place);
            case KEEP_ALL, NEWEST -> onto(merged, source, keys, Slot::of);
          };
    }
    return rule == MergeRule.NEWEST ? newest(merged, keys) : merged;
  }

  private record Slot(String name, Architecture architecture, String version) {
    static Slot of(StoredKey stored) {
      var key = stored.key();
      return new Slot(key.name(), key.architecture(), key.version());
    }
  }

  /// The right set with what only the left one has and for which the right has no match. Reads the
  /// keys of the smaller side, and of the other those that have its names.
  private static PackageSet onto(
      PackageSet left, PackageSet right, StoredKeys keys, Function<StoredKey, ?> match) {
    var candidates = left.minus(right);
    boolean rightIsSmaller = right.size() < candidates.size();
    var smaller = keys.keys(rightIsSmaller ? right : candidates);
    Set<String> names =
        smaller.stream().map(stored -> stored.key().name()).collect(Collectors.toSet());
    var larger = keys.keysNamed(names, rightIsSmaller ? candidates : right);
    Set<Object> taken = new HashSet<>();
    (rightIsSmaller ? smaller : larger).forEach(stored -> taken.add(match.apply(stored)));
    var replaced =
        (rightIsSmaller ? larger : smaller)
            .stream().filter(stored -> taken.contains(match.apply(stored)));
    return right.union(candidates.minus(PackageSet.of(replaced.mapToInt(StoredKey::id))));
  }

  /// The highest version of each name and architecture. Of versions that are neither greater nor
  /// less (`1.0` and `1.0-0`) the one whose text comes first.
  public static PackageSet newest(PackageSet set, StoredKeys keys) {
    return newest(keys.keys(set));
  }

  private static PackageSet newest(Collection<StoredKey> all) {
    Map<PackagePlace, StoredKey> best = HashMap.newHashMap(all.size());
    for (var stored : all) {
      best.merge(stored.place(), stored, SnapshotMerge::newer);
    }
    return PackageSet.of(best.values().stream().mapToInt(StoredKey::id));
  }

  private static StoredKey newer(StoredKey a, StoredKey b) {
    var textA = a.key().version();
    var textB = b.key().version();
    int order = Version.parseLenient(textA).compareTo(Version.parseLenient(textB));
    if (order == 0) {
      order = textB.compareTo(textA);
    }
    return order >= 0 ? a : b;
  }
}
