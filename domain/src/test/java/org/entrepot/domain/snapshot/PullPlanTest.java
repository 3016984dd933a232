package org.entrepot.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.snapshot.PullPlan.Matches;
import org.entrepot.domain.snapshot.PullPlan.OldVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spec domain 4.5, step 3.
class PullPlanTest {
  private final KeyWords catalog = new KeyWords();

  private PullPlan plan(
      PackageSet target, PackageSet chosen, OldVersions oldVersions, Matches matches) {
    var inOrder = StoredKey.inIndexOrder(catalog.keys(chosen));
    var names = inOrder.stream().map(it -> it.key().name()).collect(Collectors.toSet());
    return PullPlan.of(target, inOrder, catalog.keysNamed(names, target), oldVersions, matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      textBlock =
          """
          REMOVE ; FIRST ; p_10.0 p_2.0      ; o_1 p_10.0 q_1             ; p_10.0           ; p_3.0 p_1.0
          REMOVE ; ALL   ; p_10.0 p_2.0      ; o_1 p_10.0 p_2.0 q_1       ; p_10.0 p_2.0     ; p_3.0 p_1.0
          KEEP   ; FIRST ; p_10.0 p_2.0      ; o_1 p_1.0 p_10.0 p_3.0 q_1 ; p_10.0           ; -
          KEEP   ; ALL   ; p_10.0 p_2.0      ; o_1 p_1.0 p_10.0 p_2.0 p_3.0 q_1 ; p_10.0 p_2.0 ; -
          REMOVE ; FIRST ; p_2.0 q_2         ; o_1 p_2.0 q_2              ; p_2.0 q_2        ; p_3.0 p_1.0 q_1
          REMOVE ; FIRST ; p_3.0             ; o_1 p_3.0 q_1              ; -                ; p_1.0
          REMOVE ; FIRST ; q_1               ; o_1 p_1.0 p_3.0 q_1        ; -                ; -
          REMOVE ; FIRST ; q_1_amd64_2       ; o_1 p_1.0 p_3.0 q_1_amd64_2 ; q_1_amd64_2     ; q_1
          REMOVE ; FIRST ; p_9_i386          ; o_1 p_1.0 p_3.0 p_9_i386 q_1 ; p_9_i386       ; -
          """)
  void pullsAsTheTableSays(
      OldVersions oldVersions,
      Matches matches,
      String chosen,
      String result,
      String added,
      String removed) {
    var target = catalog.set("o_1 p_1.0 p_3.0 q_1");
    var plan = plan(target, catalog.set(chosen), oldVersions, matches);
    assertThat(catalog.words(plan.result())).isEqualTo(result);
    assertThat(KeyWords.words(plan.added())).isEqualTo(added == null ? "" : added);
    assertThat(KeyWords.words(plan.removed())).isEqualTo(removed == null ? "" : removed);
    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void aPackageForOneArchitecturePushesOutTheOldOneForAll() {
    var target = catalog.set("p_1_all p_1_i386");
    var plan = plan(target, catalog.set("p_2_amd64"), OldVersions.REMOVE, Matches.FIRST);
    assertThat(catalog.words(plan.result())).isEqualTo("p_1_i386 p_2");
  }

  @Test
  void pulledPackagesDoNotPushEachOtherOut() {
    var plan =
        plan(
            PackageSet.empty(),
            catalog.set("p_2_all p_1_amd64"),
            OldVersions.REMOVE,
            Matches.FIRST);
    assertThat(catalog.words(plan.result())).isEqualTo("p_1 p_2_all");
  }

  @Test
  void keepingOldVersionsRefusesOtherFilesOfTheSameVersion() {
    var target = catalog.set("p_1");
    var plan = plan(target, catalog.set("p_1_amd64_2"), OldVersions.KEEP, Matches.FIRST);
    assertThat(KeyWords.words(plan.conflicts())).isEqualTo("p_1_amd64_2");
    assertThat(plan.result()).isEqualTo(target);
  }

  @Test
  void obeysItsLaws() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      var target = catalog.random(random);
      var chosen = catalog.random(random);
      for (var oldVersions : OldVersions.values()) {
        for (var matches : Matches.values()) {
          check(target, chosen, oldVersions, matches, seed);
        }
      }
    }
  }

  private void check(
      PackageSet target, PackageSet chosen, OldVersions oldVersions, Matches matches, long seed) {
    var plan = plan(target, chosen, oldVersions, matches);
    var added = ids(plan.added());
    var removed = ids(plan.removed());
    assertThat(plan.result())
        .as("what is told is what is done, %s", seed)
        .isEqualTo(target.minus(removed).union(added));
    assertThat(target.intersects(added)).isFalse();
    assertThat(target.containsAll(removed)).isTrue();
    assertThat(catalog.keys(plan.result()).stream().map(it -> it.key().shortKey()))
        .as("one package for each name, version and architecture, %s", seed)
        .doesNotHaveDuplicates();
    var conflicts = ids(plan.conflicts());
    if (oldVersions == OldVersions.KEEP) {
      assertThat(plan.result().containsAll(target)).isTrue();
    } else {
      assertThat(plan.conflicts()).isEmpty();
    }
    if (matches == Matches.ALL) {
      assertThat(chosen.intersects(removed)).as("nothing pulled goes, %s", seed).isFalse();
      assertThat(plan.result().containsAll(chosen.minus(conflicts))).isTrue();
    }
    assertThat(plan(plan.result(), chosen, oldVersions, matches).result())
        .as("pulling again changes nothing, %s", seed)
        .isEqualTo(plan.result());
    assertThat(plan(plan.result(), PackageSet.empty(), oldVersions, matches).result())
        .isEqualTo(plan.result());
  }

  private static PackageSet ids(List<StoredKey> keys) {
    return PackageSet.of(keys.stream().mapToInt(StoredKey::id));
  }
}
