package org.entrepot.format.index.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.entrepot.format.Seed;
import org.junit.jupiter.api.Test;

class SegmentBoundariesTest {
  private static final int AVERAGE = 64;

  @Test
  void segmentsHaveTheAverageSizeAndAllElementsInOrder() {
    var names = names(Seed.random("average"), 40_000);
    var segments = split(names);
    assertThat(segments.stream().flatMap(List::stream)).containsExactlyElementsOf(names);
    assertThat(segments.size()).isBetween(40_000 / AVERAGE / 2, 40_000 / AVERAGE * 2);
    assertThat(segments).noneMatch(List::isEmpty);
  }

  @Test
  void anElementThatComesOrGoesChangesAtMostTwoSegments() {
    var random = Seed.random("one insertion");
    var names = names(random, 5_000);
    var before = new HashSet<>(split(names));
    for (int i = 0; i < 300; i++) {
      var changed = new ArrayList<>(names);
      if (random.nextBoolean()) {
        changed.add(random.nextInt(changed.size() + 1), "inserted" + random.nextInt());
      } else {
        changed.remove(random.nextInt(changed.size()));
      }
      var after = new HashSet<>(split(changed));
      after.removeAll(before);
      assertThat(after).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void namesThatNeverBeginASegmentAreCutByCount() {
    var same = IntStream.range(0, 10_000).mapToObj(_ -> "libc6").toList();
    assertThat(split(same)).hasSize(10_000 / (AVERAGE * 16) + 1);
    assertThat(split(same)).allMatch(segment -> segment.size() <= AVERAGE * 16);
  }

  @Test
  void nothingHasNoSegments() {
    assertThat(split(List.of())).isEmpty();
    assertThat(split(List.of("one"))).containsExactly(List.of("one"));
  }

  @Test
  void theAverageIsAPowerOfTwo() {
    for (int average : new int[] {0, -1, 3, Integer.MIN_VALUE, 1 << 21}) {
      assertThatThrownBy(() -> new SegmentBoundaries(average))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void partsOfAKeyDoNotRunTogether() {
    assertThat(new SegmentKeyBuilder("P").add("ab").add("c").build())
        .isNotEqualTo(new SegmentKeyBuilder("P").add("a").add("bc").build())
        .isNotEqualTo(new SegmentKeyBuilder("Pab").add("").add("c").build())
        .isEqualTo(new SegmentKeyBuilder("P").add("ab").add("c").build());
  }

  private static List<List<String>> split(List<String> names) {
    return SegmentBoundaries.split(names, Function.identity(), AVERAGE);
  }

  private static List<String> names(Random random, int count) {
    return random.ints(count).sorted().mapToObj(i -> "lib" + i + "-dev").toList();
  }
}
