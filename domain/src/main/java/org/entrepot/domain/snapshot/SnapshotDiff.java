package org.entrepot.domain.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.entrepot.domain.snapshot.Difference.Changed;
import org.entrepot.domain.snapshot.Difference.OnlyLeft;
import org.entrepot.domain.snapshot.Difference.OnlyRight;
import org.entrepot.format.packages.PackageKey;

/// Compares the packages of two snapshots.
///
/// Both are walked in the order of their keys' texts; what both have is passed over. A package that
/// follows one of the other side with the same name and architecture is joined with it into one
/// change. So of several versions only neighbours are joined, as clients expect. What both have may
/// be left out beforehand without changing the result.
public final class SnapshotDiff {
  private SnapshotDiff() {}

  /// The differences in the order of the keys; none when both have the same packages.
  public static List<Difference> of(Collection<PackageKey> left, Collection<PackageKey> right) {
    var remaining = new TreeMap<String, Difference>();
    left.forEach(key -> remaining.put(key.full(), new OnlyLeft(key)));
    for (var key : right) {
      // A key that is there already is on the left too.
      if (remaining.putIfAbsent(key.full(), new OnlyRight(key)) instanceof OnlyLeft) {
        remaining.remove(key.full());
      }
    }
    var differences = new ArrayList<Difference>();
    for (var difference : remaining.values()) {
      add(difference, differences);
    }
    return List.copyOf(differences);
  }

  private static void add(Difference difference, List<Difference> differences) {
    if (!differences.isEmpty()) {
      var last = differences.getLast();
      if (last instanceof OnlyLeft(var left)
          && difference instanceof OnlyRight(var right)
          && concernSame(left, right)) {
        differences.set(differences.size() - 1, new Changed(left, right));
        return;
      }
      if (last instanceof OnlyRight(var right)
          && difference instanceof OnlyLeft(var left)
          && concernSame(left, right)) {
        differences.set(differences.size() - 1, new Changed(left, right));
        return;
      }
    }
    differences.add(difference);
  }

  private static boolean concernSame(PackageKey a, PackageKey b) {
    return a.name().equals(b.name()) && a.architecture().equals(b.architecture());
  }
}
