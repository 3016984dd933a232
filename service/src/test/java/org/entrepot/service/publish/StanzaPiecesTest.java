package org.entrepot.service.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bringing the segments of an index up to date gives the same as cutting it anew, whatever
/// changes.
final class StanzaPiecesTest {
  private static final Architecture AMD64 = new Architecture("amd64");
  private static final Architecture I386 = new Architecture("i386");
  private static final int PACKAGES = 4000; // of sources, so some thirty segments

  private final Map<Integer, PackageRow> rows = new HashMap<>();
  private final Set<Integer> read = new HashSet<>();
  private final StanzaPieces pieces =
      new StanzaPieces("test", PackageKind.SOURCE, new PoolPlacement("pool/main"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void givesTheSegmentsOfAnIndexMadeAnew(long seed) {
    var random = new Random(seed);
    PackageSet set = someRows(random, PACKAGES);
    StanzaManifest manifest = anew(set);
    for (int round = 0; round < 12; round++) {
      PackageSet going = going(random, set, manifest, round % 3 == 0 ? 1 : 60);
      PackageSet after = set.minus(going).union(someRows(random, random.nextInt(60)));

      Optional<StanzaManifest> updated = update(manifest, set, after);

      assertThat(updated).isPresent();
      assertThat(text(updated.get()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(text(anew(after)));
      manifest = StanzaManifest.parse(updated.get().toBytes()).orElseThrow();
      set = after;
    }
  }

  @Test
  void readsOnlyTheSegmentThatChangesAndTheFirstOfEach() {
    var random = new Random(7);
    PackageSet set = someRows(random, PACKAGES);
    StanzaManifest manifest = anew(set);
    PackageSet after = set.union(someRows(random, 1));
    read.clear();

    assertThat(update(manifest, set, after)).isPresent();

    assertThat(read.size()).isLessThan(PACKAGES / 4);
  }

  @Test
  void isMadeAnewWhenMuchChangesOrNothingIsKnown() {
    var random = new Random(8);
    PackageSet set = someRows(random, 100);
    StanzaManifest manifest = anew(set);
    assertThat(update(manifest, set, set.union(someRows(random, 100)))).isEmpty();
    assertThat(update(manifest, set, PackageSet.empty())).isEmpty();
    assertThat(update(new StanzaManifest(List.of()), PackageSet.empty(), set)).isEmpty();
  }

  @Test
  void damagedManifestsAreNone() {
    byte[] good = anew(someRows(new Random(9), 300)).toBytes();
    assertThat(StanzaManifest.parse(good)).isPresent();
    for (int length = 1; length < 60; length++) {
      assertThat(StanzaManifest.parse(Arrays.copyOf(good, good.length - length)))
          .as("without the last %d bytes", length)
          .satisfiesAnyOf(
              parsed -> assertThat(parsed).isEmpty(),
              parsed -> assertThat(parsed.orElseThrow().toBytes()).isNotEqualTo(good));
    }
    good[Sha256.LENGTH] = 0x7f;
    assertThat(StanzaManifest.parse(good)).isEmpty();
  }

  private Optional<StanzaManifest> update(
      StanzaManifest manifest, PackageSet before, PackageSet after) {
    return pieces.update(manifest, before, after, StanzaPiecesTest::listed, this::read);
  }

  private StanzaManifest anew(PackageSet set) {
    return pieces.anew(read(set).stream().filter(StanzaPiecesTest::listed).toList());
  }

  private static boolean listed(PackageRow row) {
    return row.architecture().equals(AMD64);
  }

  private List<PackageRow> read(PackageSet ids) {
    var found = new ArrayList<PackageRow>();
    ids.forEach(id -> {
      found.add(rows.get(id));
      read.add(id);
    });
    found.sort(PackageRow.INDEX_ORDER);
    return found;
  }

  /// Packages that leave, often the first of a segment.
  private static PackageSet going(
      Random random, PackageSet set, StanzaManifest manifest, int atMost) {
    int[] all = set.toArray();
    int count = 1 + random.nextInt(atMost);
    return PackageSet.of(
        IntStream.range(0, count)
            .map(_ ->
                random.nextInt(3) == 0
                    ? manifest.pieces().get(random.nextInt(manifest.pieces().size())).ids[0]
                    : all[random.nextInt(all.length)])
            .distinct()
            .toArray());
  }

  /// New packages: several versions of a name, some of the same version, some of an architecture
  /// that is not listed.
  private PackageSet someRows(Random random, int count) {
    var ids = new int[count];
    for (int i = 0; i < count; i++) {
      int id = rows.size() + 1;
      byte[] digest = new byte[Sha256.LENGTH];
      random.nextBytes(digest);
      String name = "p" + random.nextInt(PACKAGES);
      rows.put(
          id,
          new PackageRow(
              id,
              PackageKind.SOURCE,
              name,
              Version.parseLenient("1." + random.nextInt(3)),
              random.nextInt(10) == 0 ? I386 : AMD64,
              name,
              "",
              id,
              Sha256.of(digest),
              List.of()));
      ids[i] = id;
    }
    return PackageSet.of(ids);
  }

  private static List<String> text(StanzaManifest manifest) {
    return manifest.pieces().stream()
        .map(piece -> piece.key + " " + Arrays.toString(piece.ids))
        .toList();
  }
}
