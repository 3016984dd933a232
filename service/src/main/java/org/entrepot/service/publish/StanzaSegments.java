package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.PackagesIndex;
import org.entrepot.format.index.SourcesIndex;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentBoundaries;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.format.index.segment.SegmentSource;
import org.entrepot.format.packages.NamedChecksums;
import org.entrepot.service.task.OperationContext;

/// The segments of a Packages or Sources index. Stanzas are read only for segments that the cache
/// does not have.
final class StanzaSegments {
  private StanzaSegments() {}

  static SegmentSource of(
      OperationContext context, String kind, List<PackageRow> rows, PoolPlacement placement) {
    boolean sources = !rows.isEmpty() && rows.getFirst().kind() == PackageKind.SOURCE;
    List<List<PackageRow>> pieces =
        SegmentBoundaries.split(
            rows,
            row -> row.name() + " " + row.version(),
            sources ? SegmentBoundaries.SOURCES : SegmentBoundaries.PACKAGES);
    var segments = new ArrayList<Segment>(pieces.size());
    for (List<PackageRow> piece : pieces) {
      segments.add(
          new Segment(key(kind, piece, placement), () -> render(context, piece, placement)));
    }
    return SegmentSource.of(segments);
  }

  private static Sha256 key(String kind, List<PackageRow> rows, PoolPlacement placement) {
    var key = new SegmentKeyBuilder(kind).add(placement.directory());
    for (PackageRow row : rows) {
      key.add(row.stanzaDigest()).add(row.sourceName());
      for (PackageFile file : row.files()) {
        key.add(file.name()).add(file.checksums().sha256());
      }
    }
    return key.build();
  }

  private static byte[] render(
      OperationContext context, List<PackageRow> rows, PoolPlacement placement) {
    Map<Integer, Package> packages = HashMap.newHashMap(rows.size());
    for (StoredPackage stored :
        context.read(
            view -> view.packages(PackageSet.of(rows.stream().mapToInt(PackageRow::id))))) {
      packages.put(stored.id(), stored.value());
    }
    var binaries = new PackagesIndex();
    var sources = new SourcesIndex();
    for (PackageRow row : rows) {
      Package value = Objects.requireNonNull(packages.get(row.id()));
      String directory = placement.directoryOf(row.sourceName());
      List<NamedChecksums> files =
          value.files().stream()
              .map(file -> NamedChecksums.of(file.name(), file.checksums()))
              .toList();
      if (value.kind() == PackageKind.SOURCE) {
        sources.add(value.control(), directory, files);
      } else {
        binaries.add(value.control(), directory, files.getFirst());
      }
    }
    return sources.sizeBytes() > 0 ? sources.toBytes() : binaries.toBytes();
  }
}
