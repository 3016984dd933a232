package org.entrepot.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.packages.PackageKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spec domain 4.7.
class SnapshotDiffTest {
  /// Keys of words such as `p_1.0` or `p_1.0_i386_2`, the last being a hash.
  private static List<PackageKey> keys(String words) {
    return Arrays.stream(words.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> {
          var parts = word.split("_", -1);
          return new PackageKey(
              new Architecture(parts.length > 2 ? parts[2] : "amd64"),
              parts[0],
              parts[1],
              parts.length > 3 ? Long.parseLong(parts[3]) : 1);
        })
        .toList();
  }

  private static String shown(List<Difference> differences) {
    return differences.stream()
        .map(it ->
            it.sign()
                + it.left().map(SnapshotDiffTest::shown).orElse("")
                + it.right().map(key -> ">" + shown(key)).orElse(""))
        .collect(Collectors.joining(" "));
  }

  private static String shown(PackageKey key) {
    return key.name() + "_" + key.version();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          p_1 q_1              ; p_1 q_1              ; ``
          p_1                  ; ``                   ; -p_1
          ``                   ; p_1                  ; +>p_1
          p_1                  ; p_2                  ; !p_1>p_2
          p_2                  ; p_1                  ; !p_2>p_1
          p_1_amd64            ; p_1_i386             ; -p_1 +>p_1
          p_1_amd64_1          ; p_1_amd64_2          ; !p_1>p_1
          p_1.0 p_2.0 p_3.0    ; p_10.0 p_2.0         ; !p_1.0>p_10.0 -p_3.0
          p_1 p_2              ; p_3 p_4              ; -p_1 !p_2>p_3 +>p_4
          p_1 r_1              ; q_1                  ; -p_1 +>q_1 -r_1
          """)
  void joinsNeighbours(String left, String right, String expected) {
    assertThat(shown(SnapshotDiff.of(keys(left), keys(right)))).isEqualTo(expected);
  }

  @Test
  void obeysItsLaws() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      var left = randomKeys(random);
      var right = randomKeys(random);
      var differences = SnapshotDiff.of(left, right);
      assertThat(SnapshotDiff.of(left, left)).isEmpty();
      assertThat(SnapshotDiff.of(right, left))
          .extracting(Difference::left, Difference::right)
          .containsExactlyElementsOf(
              differences.stream()
                  .map(it -> org.assertj.core.groups.Tuple.tuple(it.right(), it.left()))
                  .toList());
      var patched = new ArrayList<>(left);
      differences.forEach(it -> it.left().ifPresent(patched::remove));
      differences.forEach(it -> it.right().ifPresent(patched::add));
      assertThat(patched).as("seed " + seed).containsExactlyInAnyOrderElementsOf(right);
      var leftOnly = left.stream().filter(key -> !right.contains(key)).toList();
      var rightOnly = right.stream().filter(key -> !left.contains(key)).toList();
      assertThat(SnapshotDiff.of(leftOnly, rightOnly)).isEqualTo(differences);
    }
  }

  private static List<PackageKey> randomKeys(Random random) {
    var keys = new ArrayList<PackageKey>();
    for (int n = random.nextInt(12); n > 0; n--) {
      keys.add(
          new PackageKey(
              new Architecture(random.nextBoolean() ? "amd64" : "i386"),
              random.nextBoolean() ? "p" : "q",
              Integer.toString(random.nextInt(12)),
              random.nextInt(2)));
    }
    Collections.shuffle(keys, random);
    return keys.stream().distinct().toList();
  }
}
