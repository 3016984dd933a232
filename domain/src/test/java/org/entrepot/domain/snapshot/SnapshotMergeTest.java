package org.entrepot.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrepot.domain.snapshot.MergeRule.KEEP_ALL;
import static org.entrepot.domain.snapshot.MergeRule.NEWEST;
import static org.entrepot.domain.snapshot.MergeRule.REPLACE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.format.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spec domain 4.6 with B5.
class SnapshotMergeTest {
  private final KeyWords catalog = new KeyWords();

  private PackageSet merge(MergeRule rule, PackageSet... sources) {
    return SnapshotMerge.of(List.of(sources), rule, catalog);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          REPLACE  ; o_1 p_1.0 p_3.0 q_1 ; r_1_all p_2.0 p_1.5_i386 q_1_amd64_2 ; o_1 p_1.5_i386 p_2.0 q_1_amd64_2 r_1_all
          REPLACE  ; r_1_all p_2.0 p_1.5_i386 q_1_amd64_2 ; o_1 p_1.0 p_3.0 q_1 ; o_1 p_1.0 p_1.5_i386 p_3.0 q_1 r_1_all
          NEWEST   ; o_1 p_1.0 p_3.0 q_1 ; r_1_all p_2.0 p_1.5_i386 q_1_amd64_2 ; o_1 p_1.5_i386 p_3.0 q_1_amd64_2 r_1_all
          KEEP_ALL ; o_1 p_1.0 p_3.0 q_1 ; r_1_all p_2.0 p_1.5_i386 q_1_amd64_2 ; o_1 p_1.0 p_1.5_i386 p_2.0 p_3.0 q_1_amd64_2 r_1_all
          REPLACE  ; p_1.0 p_2.0 p_3.0   ; p_10.0 p_2.0                         ; p_10.0 p_2.0
          NEWEST   ; p_1.0 p_1.0-0       ; q_9 q_10                             ; p_1.0 q_10
          """)
  void mergesAsTheTableSays(MergeRule rule, String left, String right, String expected) {
    assertThat(catalog.words(merge(rule, catalog.set(left), catalog.set(right))))
        .isEqualTo(expected);
  }

  @Test
  void mergesNothingAndOne() {
    var one = catalog.set("p_1 p_2");
    for (var rule : MergeRule.values()) {
      assertThat(merge(rule)).isEqualTo(PackageSet.empty());
    }
    assertThat(merge(REPLACE, one)).isEqualTo(one);
    assertThat(merge(KEEP_ALL, one)).isEqualTo(one);
    assertThat(catalog.words(merge(NEWEST, one))).isEqualTo("p_2");
  }

  @Test
  void obeysItsLaws() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      var a = catalog.random(random);
      var b = catalog.random(random);
      var c = catalog.random(random);
      for (var rule : MergeRule.values()) {
        assertThat(catalog.words(merge(rule, a, b, c)))
            .as("%s of %s", rule, seed)
            .isEqualTo(catalog.words(asDefined(rule, List.of(a, b, c))));
        var merged = merge(rule, a, b);
        assertThat(merge(rule, a, merged)).as("%s again, %s", rule, seed).isEqualTo(merged);
        assertThat(merge(rule, merged, b)).as("%s again, %s", rule, seed).isEqualTo(merged);
        assertThat(merge(rule, a, PackageSet.empty())).isEqualTo(merge(rule, a));
        assertThat(merge(rule, PackageSet.empty(), a)).isEqualTo(merge(rule, a));
        assertThat(merge(rule, merge(rule, a, b), c))
            .as("%s is associative, %s", rule, seed)
            .isEqualTo(merge(rule, a, merge(rule, b, c)));
      }
      assertThat(merge(REPLACE, a, b).containsAll(b)).isTrue();
      assertThat(merge(KEEP_ALL, a, b).containsAll(merge(REPLACE, a, b))).isTrue();
      assertThat(merge(KEEP_ALL, a, b).containsAll(merge(NEWEST, a, b))).isTrue();
    }
  }

  /// By going through all packages one by one, in the words of the rule.
  private PackageSet asDefined(MergeRule rule, List<PackageSet> sources) {
    var kept = new ArrayList<StoredKey>();
    for (int i = 0; i < sources.size(); i++) {
      for (var stored : catalog.keys(sources.get(i))) {
        boolean replaced = false;
        for (var later : sources.subList(i + 1, sources.size())) {
          replaced |=
              catalog.keys(later).stream()
                  .anyMatch(it ->
                      rule == REPLACE
                          ? it.place().equals(stored.place())
                          : it.key().shortKey().equals(stored.key().shortKey()));
        }
        if (!replaced) {
          kept.add(stored);
        }
      }
    }
    if (rule == NEWEST) {
      var newest = new HashMap<Object, StoredKey>();
      for (var stored : kept) {
        newest.merge(stored.place(), stored, SnapshotMergeTest::newer);
      }
      kept.retainAll(newest.values());
    }
    return PackageSet.of(kept.stream().mapToInt(StoredKey::id));
  }

  private static StoredKey newer(StoredKey a, StoredKey b) {
    int order =
        Version.parseLenient(a.key().version()).compareTo(Version.parseLenient(b.key().version()));
    if (order != 0) {
      return order > 0 ? a : b;
    }
    return a.key().version().compareTo(b.key().version()) <= 0 ? a : b;
  }
}
