package org.entrepot.service.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.index.PackagesIndex;
import org.entrepot.format.index.SourcesIndex;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentSource;
import org.entrepot.format.packages.NamedChecksums;
import org.entrepot.service.task.OperationContext;

/// The segments of a Packages or Sources index. Stanzas are read only for segments that the cache
/// does not have.
final class StanzaSegments {
  private StanzaSegments() {}

  static SegmentSource of(
      OperationContext context, PackageKind of, PoolPlacement placement, StanzaManifest manifest) {
    return SegmentSource.of(
        manifest.pieces().stream()
            .map(piece -> new Segment(piece.key, () -> render(context, of, placement, piece.ids)))
            .toList());
  }

  private static byte[] render(
      OperationContext context, PackageKind of, PoolPlacement placement, int[] ids) {
    return context.read(view -> {
      Map<Integer, Package> packages = HashMap.newHashMap(ids.length);
      for (StoredPackage stored : view.packages(PackageSet.of(ids))) {
        packages.put(stored.id(), stored.value());
      }
      var binaries = new PackagesIndex();
      var sources = new SourcesIndex();
      for (int id : ids) {
        Package value = Objects.requireNonNull(packages.get(id));
        String directory = placement.directoryOf(value.sourceName());
        List<NamedChecksums> files =
            value.files().stream()
                .map(file -> NamedChecksums.of(file.name(), file.checksums()))
                .toList();
        if (of == PackageKind.SOURCE) {
          sources.add(value.control(), directory, files);
        } else {
          binaries.add(value.control(), directory, files.getFirst());
        }
      }
      return of == PackageKind.SOURCE ? sources.toBytes() : binaries.toBytes();
    });
  }
}
