package org.entrepot.service.publish;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;

/// Where the files of packages lie below a prefix. Immutable.
final class PoolPaths {
  private final PoolPlacement placement;
  private final Map<Integer, String> directories;

  private PoolPaths(PoolPlacement placement, Map<Integer, String> directories) {
    this.placement = placement;
    this.directories = directories;
  }

  /// A file at its path.
  record Placed(String path, PackageFile file) {}

  /// The paths for these rows. Where the archive that they come from decides, its indices are
  /// asked, whose stanzas the catalog keeps.
  static PoolPaths of(View view, PoolPlacement placement, Collection<PackageRow> rows) {
    var directories = new HashMap<Integer, String>();
    if (placement.isUpstream()) {
      view.forEachPackage(
          PackageSet.of(rows.stream().mapToInt(PackageRow::id)),
          stored -> directories.put(stored.id(), directory(stored.value())));
    }
    return new PoolPaths(placement, directories);
  }

  private static String directory(Package value) {
    String directory =
        value.kind() == PackageKind.SOURCE
            ? value.control().text("Directory").strip() + "/"
            : value.control().text("Filename").strip();
    String relative = directory.startsWith("./") ? directory.substring(2) : directory;
    return relative.substring(0, relative.lastIndexOf('/') + 1);
  }

  /// The files of a package; none for installer images, which have no place in a pool.
  List<Placed> of(PackageRow row) {
    if (row.kind() == PackageKind.INSTALLER) {
      return List.of();
    }
    String directory =
        placement.isUpstream()
            ? directories.getOrDefault(row.id(), "")
            : placement.directoryOf(row.sourceName()) + "/";
    return row.files().stream().map(file -> new Placed(directory + file.name(), file)).toList();
  }
}
