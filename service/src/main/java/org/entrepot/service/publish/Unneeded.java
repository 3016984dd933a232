package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.storage.path.TargetPath;

/// Paths that generations put into a target and that nobody needs once they are gone.
final class Unneeded {
  private final View view;
  private final PublicationPoint point;
  private final ArchivePaths paths;

  Unneeded(View view, PublicationPoint point) {
    this.view = view;
    this.point = point;
    this.paths = new ArchivePaths(point);
  }

  /// By-hash files of `gone` that no generation of `kept` has.
  List<TargetPath> byHash(Collection<Generation> gone, Collection<Generation> kept) {
    Set<TargetPath> needed = new HashSet<>();
    kept.forEach(generation -> needed.addAll(byHash(generation)));
    var unneeded = new TreeSet<TargetPath>();
    gone.forEach(generation -> unneeded.addAll(byHash(generation)));
    unneeded.removeAll(needed);
    return List.copyOf(unneeded);
  }

  /// Every by-hash path of a generation.
  List<TargetPath> byHash(Generation generation) {
    var found = new ArrayList<TargetPath>();
    for (IndexFile file : IndexRole.published(generation)) {
      for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
        found.add(paths.byHash(file.path(), file.checksums(), algorithm));
      }
    }
    return found;
  }

  /// Pool files of `gone` at paths that `needed` does not need.
  List<TargetPath> pool(Collection<Generation> gone, Holders needed) {
    Map<PoolPlacement, PackageSet> candidates = new HashMap<>();
    for (Generation generation : gone) {
      generation
          .sets()
          .forEach((component, digest) ->
              candidates.merge(
                  PoolPlacement.of(point, generation.poolLayout(), component),
                  view.set(digest),
                  PackageSet::union));
    }
    var unneeded = new ArrayList<TargetPath>();
    candidates.forEach((placement, packages) -> unneeded.addAll(at(placement, packages, needed)));
    return unneeded;
  }

  private List<TargetPath> at(PoolPlacement placement, PackageSet packages, Holders needed) {
    PackageSet leaving = packages.minus(needed.packagesAt(placement));
    if (leaving.isEmpty()) {
      return List.of();
    }
    List<PackageRow> rows = view.rows(leaving);
    var fileNames = new HashSet<String>();
    rows.forEach(row -> row.files().forEach(file -> fileNames.add(file.name())));
    Set<String> neededPaths = needed.pathsAt(placement, fileNames).keySet();
    var unneeded = new TreeSet<TargetPath>();
    PoolPaths places = PoolPaths.of(view, placement, rows);
    for (PackageRow row : rows) {
      for (PoolPaths.Placed placed : places.of(row)) {
        if (!neededPaths.contains(placed.path())) {
          unneeded.add(paths.inPrefix(placed.path()));
        }
      }
    }
    return List.copyOf(unneeded);
  }
}
