package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.Sha256;

/// Who needs which file of the pool below one prefix: every kept generation of every publication
/// there.
///
/// The paths of pool files follow from package rows, which never change, so the sets of the
/// generations are the manifest; no list of paths is stored.
final class Holders {
  private final View view;
  private final Map<PoolPlacement, List<Holder>> byPlacement = new HashMap<>();

  /// Packages that a publication needs at a placement.
  private record Holder(PublicationPoint point, PackageSet packages) {}

  private Holders(View view) {
    this.view = view;
  }

  /// Needs nothing yet.
  static Holders none(View view) {
    return new Holders(view);
  }

  /// Adds what these generations of a publication need.
  Holders add(Publication publication, Collection<Generation> generations) {
    for (Generation generation : generations) {
      generation
          .sets()
          .forEach((component, digest) -> {
            var placement =
                PoolPlacement.of(publication.point(), generation.poolLayout(), component);
            byPlacement
                .computeIfAbsent(placement, _ -> new ArrayList<>())
                .add(new Holder(publication.point(), view.set(digest)));
          });
    }
    return this;
  }

  /// Everything that is needed at a placement.
  PackageSet packagesAt(PoolPlacement placement) {
    PackageSet all = PackageSet.empty();
    for (Holder holder : byPlacement.getOrDefault(placement, List.of())) {
      all = all.union(holder.packages());
    }
    return all;
  }

  /// Every path that is needed at a placement under one of these file names, with the contents that
  /// are needed there and by whom.
  Map<String, Map<Sha256, Set<PublicationPoint>>> pathsAt(
      PoolPlacement placement, Set<String> fileNames) {
    var found = new HashMap<String, Map<Sha256, Set<PublicationPoint>>>();
    List<Holder> holders = byPlacement.getOrDefault(placement, List.of());
    if (holders.isEmpty() || fileNames.isEmpty()) {
      return found;
    }
    PackageSet candidates = view.packagesWithFileName(fileNames).intersect(packagesAt(placement));
    List<PackageRow> rows = view.rows(candidates);
    PoolPaths paths = PoolPaths.of(view, placement, rows);
    for (PackageRow row : rows) {
      for (PoolPaths.Placed placed : paths.of(row)) {
        var contents =
            found
                .computeIfAbsent(placed.path(), _ -> new HashMap<>())
                .computeIfAbsent(placed.file().checksums().sha256(), _ -> new HashSet<>());
        for (Holder holder : holders) {
          if (holder.packages().contains(row.id())) {
            contents.add(holder.point());
          }
        }
      }
    }
    return found;
  }
}
