package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.segment.SegmentBoundaries;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.service.publish.StanzaManifest.Piece;

/// Cuts a Packages or Sources index into segments. For one thread.
final class StanzaPieces {
  private final String kind;
  private final int average;
  private final PoolPlacement placement;

  /// @param kind part of the keys of the segments
  /// @param of the kind of the packages
  StanzaPieces(String kind, PackageKind of, PoolPlacement placement) {
    this.kind = kind;
    this.average =
        of == PackageKind.SOURCE ? SegmentBoundaries.SOURCES : SegmentBoundaries.PACKAGES;
    this.placement = placement;
  }

  /// The segments of an index of these packages, which are in the order of indices.
  StanzaManifest anew(List<PackageRow> rows) {
    return new StanzaManifest(pieces(rows));
  }

  /// The segments of an index, made of those of the index before it: rows are read only of packages
  /// that come, and of their neighbours. The result is the same as when the index is made anew.
  /// Empty when so much changes that it is better made anew.
  ///
  /// A segment begins with a package that is a boundary by itself, or (rarely) where one got too
  /// long. Only the former stay where they are when packages before them change; so segments are
  /// looked at in groups that begin with a boundary. Where the first package of a group goes, the
  /// group is joined to the one before.
  ///
  /// @param listed the packages that the index lists
  /// @param rows reads rows, in the order of indices
  Optional<StanzaManifest> update(
      StanzaManifest manifest,
      PackageSet before,
      PackageSet after,
      Predicate<PackageRow> listed,
      Function<PackageSet, List<PackageRow>> rows) {
    PackageSet coming = after.minus(before);
    PackageSet going = before.minus(after);
    if (manifest.pieces().isEmpty() || 4L * (coming.size() + going.size()) > after.size()) {
      return Optional.empty();
    }
    List<Group> groups = groups(manifest, rows);
    joinAtLostBoundaries(groups, going);
    var starts = new TreeMap<PackageRow, Group>(PackageRow.INDEX_ORDER);
    groups.forEach(group -> starts.put(group.first, group));
    for (PackageRow row : rows.apply(coming)) {
      if (listed.test(row)) {
        var group = starts.floorEntry(row);
        (group == null ? groups.getFirst() : group.getValue()).coming.add(row.id());
      }
    }
    var pieces = new ArrayList<Piece>();
    for (Group group : groups) {
      PackageSet ids = group.ids();
      if (group.coming.isEmpty() && !ids.intersects(going)) {
        pieces.addAll(group.pieces);
      } else {
        var now = ids.minus(going).union(PackageSet.of(toArray(group.coming)));
        pieces.addAll(pieces(rows.apply(now)));
      }
    }
    return Optional.of(new StanzaManifest(pieces));
  }

  /// Segments from a boundary to the next.
  private static final class Group {
    final PackageRow first;
    final List<Piece> pieces = new ArrayList<>();
    final Set<Integer> coming = new HashSet<>();

    Group(PackageRow first) {
      this.first = first;
    }

    PackageSet ids() {
      return PackageSet.of(
          pieces.stream().flatMapToInt(piece -> IntStream.of(piece.ids)).toArray());
    }
  }

  private List<Group> groups(StanzaManifest manifest, Function<PackageSet, List<PackageRow>> rows) {
    var firsts = new HashMap<Integer, PackageRow>();
    int[] ids = manifest.pieces().stream().mapToInt(piece -> piece.ids[0]).toArray();
    rows.apply(PackageSet.of(ids)).forEach(row -> firsts.put(row.id(), row));
    var groups = new ArrayList<Group>();
    for (Piece piece : manifest.pieces()) {
      PackageRow first = Objects.requireNonNull(firsts.get(piece.ids[0]));
      if (groups.isEmpty() || SegmentBoundaries.isBoundary(identity(first), average)) {
        groups.add(new Group(first));
      }
      groups.getLast().pieces.add(piece);
    }
    return groups;
  }

  private static void joinAtLostBoundaries(List<Group> groups, PackageSet going) {
    for (int i = groups.size() - 1; i > 0; i--) {
      if (going.contains(groups.get(i).first.id())) {
        groups.get(i - 1).pieces.addAll(groups.remove(i).pieces);
      }
    }
  }

  private static int[] toArray(Set<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Piece> pieces(List<PackageRow> rows) {
    return SegmentBoundaries.split(rows, StanzaPieces::identity, average).stream()
        .map(piece -> new Piece(key(piece), piece.stream().mapToInt(PackageRow::id).toArray()))
        .toList();
  }

  private static String identity(PackageRow row) {
    return row.name() + " " + row.version();
  }

  private Sha256 key(List<PackageRow> rows) {
    var key = new SegmentKeyBuilder(kind).add(placement.directory());
    for (PackageRow row : rows) {
      key.add(row.stanzaDigest()).add(row.sourceName());
      for (PackageFile file : row.files()) {
        key.add(file.name()).add(file.checksums().sha256());
      }
    }
    return key.build();
  }
}
