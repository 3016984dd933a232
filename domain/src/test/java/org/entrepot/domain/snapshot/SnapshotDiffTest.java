package org.entrepot.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.entrepot.domain.snapshot.Difference.Change;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.packages.PackageKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spec domain 4.7; versions are paired better than there.
class SnapshotDiffTest {
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
          p_1.0 p_2.0 p_3.0    ; p_10.0 p_2.0         ; !p_3.0>p_10.0 -p_1.0
          p_1 p_2              ; p_3 p_4              ; !p_2>p_4 !p_1>p_3
          p_1 p_2              ; p_1 p_2 p_3          ; +>p_3
          p_9 p_10             ; p_11                 ; !p_10>p_11 -p_9
          p_1_amd64_1 p_2      ; p_1_amd64_2 p_3      ; !p_2>p_3 !p_1>p_1
          p_1 r_1              ; q_1                  ; -p_1 +>q_1 -r_1
          """)
  void pairsVersionsOfOnePackage(String left, String right, String expected) {
    assertThat(shown(SnapshotDiff.of(KeyWords.keys(left), KeyWords.keys(right))))
        .isEqualTo(expected);
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
      assertPairedAsFarAsPossible(differences);
    }
  }

  private static void assertPairedAsFarAsPossible(List<Difference> differences) {
    for (var a : differences) {
      for (var b : differences) {
        if (a.change() == Change.ADDED && b.change() == Change.REMOVED) {
          var added = a.right().orElseThrow();
          var removed = b.left().orElseThrow();
          assertThat(
                  added.name().equals(removed.name())
                      && added.architecture().equals(removed.architecture()))
              .isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p_1,         p_2,         UPGRADED",
    "p_10,        p_2,         DOWNGRADED",
    "p_1_amd64_1, p_1_amd64_2, REBUILT",
    "'',          p_2,         ADDED",
    "p_1,         '',          REMOVED"
  })
  void tellsWhatHappens(String left, String right, Change change) {
    assertThat(SnapshotDiff.of(KeyWords.keys(left), KeyWords.keys(right)))
        .extracting(Difference::change)
        .containsExactly(change);
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
