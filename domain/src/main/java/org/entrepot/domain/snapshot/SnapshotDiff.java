package org.entrepot.domain.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.domain.snapshot.Difference.Changed;
import org.entrepot.domain.snapshot.Difference.OnlyLeft;
import org.entrepot.domain.snapshot.Difference.OnlyRight;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// Compares the packages of two sets.
///
/// What both have is passed over. The rest is paired by name and architecture: first the same
/// version with other files, then the highest remaining version of the left with the highest
/// remaining one of the right, and so on; what is left over is only on one side. So an upgrade is
/// one line, however many versions each side holds.
public final class SnapshotDiff {
  private static final Comparator<PackageKey> NEWEST_FIRST =
      Comparator.comparing((PackageKey key) -> Version.parseLenient(key.version()))
          .thenComparing(PackageKey::version)
          .thenComparing(PackageKey::filesHash, Long::compareUnsigned)
          .reversed();

  private static final Comparator<Difference> ORDER =
      Comparator.comparing(SnapshotDiff::newest, NEWEST_FIRST);

  private SnapshotDiff() {}

  /// The differences of two sets; only packages that one of them lacks are read.
  public static List<Difference> of(PackageSet left, PackageSet right, StoredKeys keys) {
    return of(read(left.minus(right), keys), read(right.minus(left), keys));
  }

  private static List<PackageKey> read(PackageSet set, StoredKeys keys) {
    return keys.keys(set).stream().map(StoredKey::key).toList();
  }

  /// The differences by architecture and name, both ascending, the newest version first; none when
  /// both have the same packages. Packages that both have may be left out of both.
  public static List<Difference> of(Collection<PackageKey> left, Collection<PackageKey> right) {
    var byPlace = new TreeMap<String, Sides>();
    Set<PackageKey> inLeft = new LinkedHashSet<>(left);
    Set<PackageKey> inRight = new LinkedHashSet<>(right);
    inLeft.stream()
        .filter(key -> !inRight.contains(key))
        .forEach(key -> at(byPlace, key).left().add(key));
    inRight.stream()
        .filter(key -> !inLeft.contains(key))
        .forEach(key -> at(byPlace, key).right().add(key));
    var differences = new ArrayList<Difference>();
    byPlace.values().forEach(sides -> differences.addAll(sides.paired()));
    return List.copyOf(differences);
  }

  private static Sides at(Map<String, Sides> byPlace, PackageKey key) {
    return byPlace.computeIfAbsent(
        key.architecture() + " " + key.name(),
        _ -> new Sides(new ArrayList<>(), new ArrayList<>()));
  }

  private static PackageKey newest(Difference difference) {
    return switch (difference) {
      case OnlyLeft(var key) -> key;
      case OnlyRight(var key) -> key;
      case Changed(var left, var right) -> NEWEST_FIRST.compare(left, right) <= 0 ? left : right;
    };
  }

  /// What either side has of one name and architecture.
  private record Sides(List<PackageKey> left, List<PackageKey> right) {
    List<Difference> paired() {
      left.sort(NEWEST_FIRST);
      right.sort(NEWEST_FIRST);
      var differences = new ArrayList<Difference>();
      Set<PackageKey> done = new HashSet<>();
      for (var key : left) {
        right.stream()
            .filter(other -> other.version().equals(key.version()) && !done.contains(other))
            .findFirst()
            .ifPresent(other -> {
              done.add(key);
              done.add(other);
              differences.add(new Changed(key, other));
            });
      }
      left.removeAll(done);
      right.removeAll(done);
      int pairs = Math.min(left.size(), right.size());
      for (int i = 0; i < pairs; i++) {
        differences.add(new Changed(left.get(i), right.get(i)));
      }
      left.subList(pairs, left.size()).forEach(key -> differences.add(new OnlyLeft(key)));
      right.subList(pairs, right.size()).forEach(key -> differences.add(new OnlyRight(key)));
      differences.sort(ORDER);
      return differences;
    }
  }
}
