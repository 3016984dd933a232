package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.PackageSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every engine does for several processes, and when one of them is killed: P6, P7, P9.
@Timeout(120)
abstract class CrashContractTest extends CatalogHarness {
  private static final int FOREVER = 1_000_000;

  @BeforeEach
  void makeRepository() {
    catalog.write(t -> {
      t.putSet(PackageSet.empty());
      t.insertRepository(repository("shared", PackageSet.empty()));
      return true;
    });
  }

  /// Every table tells the same story; returns how many packages there are.
  private int consistentCount() {
    return catalog.read(v -> {
      var repository = v.findRepository(new RepositoryName("shared")).orElseThrow();
      var set = v.set(repository.packages());
      assertThat(v.allPackages()).isEqualTo(set);
      assertThat(v.packages(set)).hasSize(set.size());
      assertThat(v.setting("count").orElse("0")).isEqualTo(Integer.toString(set.size()));
      set.forEach(id -> assertThat(v.contents(id)).containsExactly("x"));
      return set.size();
    });
  }

  private void killAfter(int acknowledged, String prefix) throws Exception {
    var before = consistentCount();
    try (var other = OtherProcess.start(url, prefix, FOREVER)) {
      for (var i = 0; i < acknowledged; i++) {
        assertThat(other.line()).isEqualTo(Integer.toString(i));
      }
      other.kill();
    }
    assertThat(consistentCount()).isGreaterThanOrEqualTo(before + acknowledged);
    // Nothing is locked: the next one works on at once.
    OtherProcess.step(catalog, prefix + "after", 0);
  }

  @Test
  void whatWasAcknowledgedSurvivesTheDeathOfTheProcessAndNothingIsHalfDone() throws Exception {
    killAfter(25, "p");
  }

  @Test
  @Tag("slow")
  void thatHoldsForManyDeaths() throws Exception {
    var seed = Long.getLong("entrepot.seed", System.nanoTime());
    System.out.println("seed " + seed + ", replay by -Dentrepot.seed");
    var random = new Random(seed);
    for (var round = 0; round < 15; round++) {
      killAfter(random.nextInt(60), "p" + round + "-");
    }
  }

  @Test
  void processesThatWriteAtTheSameTimeLoseNothingAndAreNeverRefused() throws Exception {
    var each = 60;
    try (var one = OtherProcess.start(url, "one", each);
        var two = OtherProcess.start(url, "two", each)) {
      for (var i = 0; i < each; i++) {
        OtherProcess.step(catalog, "own", i);
      }
      for (var i = 0; i < each; i++) {
        assertThat(one.line()).isEqualTo(Integer.toString(i));
        assertThat(two.line()).isEqualTo(Integer.toString(i));
      }
      assertThat(one.exitCode()).isZero();
      assertThat(two.exitCode()).isZero();
    }
    assertThat(consistentCount()).isEqualTo(3 * each);
  }
}
