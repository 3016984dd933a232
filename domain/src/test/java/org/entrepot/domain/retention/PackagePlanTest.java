package org.entrepot.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a policy removes, by a table and by laws.
class PackagePlanTest {
  private final List<StoredKey> stored = new ArrayList<>();
  private final StoredKeys keys =
      new StoredKeys() {
        @Override
        public List<StoredKey> keys(PackageSet set) {
          return stored.stream().filter(key -> set.contains(key.id())).toList();
        }

        @Override
        public List<StoredKey> keysNamed(Collection<String> names, PackageSet set) {
          return keys(set).stream().filter(key -> names.contains(key.key().name())).toList();
        }
      };

  /// The set of words such as `p_1.0` or `p_1.0_i386`.
  private PackageSet set(String words) {
    return PackageSet.of(
        Arrays.stream(words.split(" ", -1))
            .filter(word -> !word.isEmpty() && !word.equals("-"))
            .mapToInt(this::id));
  }

  private int id(String word) {
    for (StoredKey key : stored) {
      if (word(key).equals(word)) {
        return key.id();
      }
    }
    String[] parts = word.split("_", -1);
    var architecture = new Architecture(parts.length > 2 ? parts[2] : "amd64");
    stored.add(new StoredKey(stored.size(), new PackageKey(architecture, parts[0], parts[1], 1)));
    return stored.size() - 1;
  }

  private static String word(StoredKey key) {
    String shown = key.key().name() + "_" + key.key().version();
    return key.key().architecture().name().equals("amd64")
        ? shown
        : shown + "_" + key.key().architecture();
  }

  private String words(PackageSet set) {
    return keys.keys(set).stream()
        .map(PackagePlanTest::word)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "null",
      textBlock =
          """
          p_1 p_2 p_10                 ; 1 ; 0 ; -    ; -   ; -   ; p_1 p_2
          p_1 p_2 p_10                 ; 2 ; 0 ; -    ; -   ; -   ; p_1
          p_1 p_2 p_10                 ; 9 ; 0 ; -    ; -   ; -   ;
          p_1 p_2_i386 q_1             ; 1 ; 0 ; -    ; -   ; -   ;
          p_1 p_2 p_1_i386 p_2_i386    ; 1 ; 0 ; -    ; -   ; -   ; p_1 p_1_i386
          p_1 p_1~rc1 p_1+b1           ; 1 ; 0 ; -    ; -   ; -   ; p_1 p_1~rc1
          p_1.0 p_1.00 p_0             ; 1 ; 0 ; -    ; -   ; -   ; p_0
          p_1.0 p_1.00 p_0             ; 2 ; 0 ; -    ; -   ; -   ;
          p_1 p_2 p_3                  ; 0 ; 7 ; p_1  ; -   ; -   ; p_2 p_3
          p_1 p_2 p_3                  ; 1 ; 7 ; p_1  ; -   ; -   ; p_2
          p_1 p_2 p_3                  ; 1 ; 0 ; p_1  ; -   ; -   ; p_1 p_2
          p_1 p_2 p_3                  ; 1 ; 0 ; -    ; p_1 ; -   ; p_2
          p_1 p_2 p_3                  ; 1 ; 0 ; -    ; p_1 ; p_2 ;
          p_1 p_1_source p_2           ; 1 ; 0 ; -    ; -   ; -   ; p_1
          """)
  void removesWhatNoRuleKeeps(
      String members,
      int versions,
      int days,
      String recent,
      String published,
      String inSnapshots,
      String removed) {
    PackageSet set = set(members);
    var facts = new PackagePlan.Facts(set(recent), set(published), set(inSnapshots));
    PackagePlan plan =
        PackagePlan.of(set, new PackagePolicy(versions, days, true, true), facts, keys);
    assertThat(words(plan.removed())).isEqualTo(removed == null ? "" : removed);
  }

  @Test
  void holdersCountOnlyWhenThePolicySaysSo() {
    PackageSet set = set("p_1 p_2");
    var facts = new PackagePlan.Facts(PackageSet.empty(), set("p_1"), set("p_1"));
    for (boolean published : new boolean[] {false, true}) {
      for (boolean inSnapshots : new boolean[] {false, true}) {
        PackagePlan plan =
            PackagePlan.of(set, new PackagePolicy(1, 0, published, inSnapshots), facts, keys);
        assertThat(plan.removed().isEmpty()).isEqualTo(published || inSnapshots);
      }
    }
  }

  @Test
  void obeysItsLaws() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    String[] versions = {"1", "1.0", "1.00", "2~a", "2", "10", "1:0"};
    for (String name : List.of("p", "q")) {
      for (String version : versions) {
        for (String architecture : List.of("amd64", "i386", "all")) {
          set("%s_%s_%s".formatted(name, version, architecture));
        }
      }
    }
    for (int round = 0; round < 2000; round++) {
      PackageSet members = some(random, 0.7);
      var facts = new PackagePlan.Facts(some(random, 0.2), some(random, 0.2), some(random, 0.2));
      int count = random.nextInt(4);
      int days = count == 0 ? 5 : random.nextInt(2);
      var policy = new PackagePolicy(count, days, random.nextBoolean(), random.nextBoolean());
      PackagePlan plan = PackagePlan.of(members, policy, facts, keys);
      assertThat(members.containsAll(plan.removed())).isTrue();
      PackageSet after = members.minus(plan.removed());
      // a second time there is nothing to do
      assertThat(PackagePlan.of(after, policy, facts, keys).removed().isEmpty())
          .as("%s of %s", policy, words(members))
          .isTrue();
      for (StoredKey key : keys.keys(members)) {
        long newer =
            keys.keys(members).stream()
                .filter(other -> other.place().equals(key.place()))
                .map(other -> Version.parseLenient(other.key().version()))
                .filter(v -> v.compareTo(Version.parseLenient(key.key().version())) > 0)
                .collect(Collectors.toCollection(java.util.TreeSet::new))
                .size();
        boolean kept =
            newer < count
                || (days > 0 && facts.recent().contains(key.id()))
                || (policy.keepPublished() && facts.published().contains(key.id()))
                || (policy.keepInSnapshots() && facts.inSnapshots().contains(key.id()));
        assertThat(plan.removed().contains(key.id())).as(word(key)).isEqualTo(!kept);
      }
    }
  }

  private PackageSet some(Random random, double share) {
    return PackageSet.of(
        stored.stream().mapToInt(StoredKey::id).filter(_ -> random.nextDouble() < share));
  }

  @Test
  void aPolicyThatKeepsNothingIsRefused() {
    assertThatThrownBy(() -> new PackagePolicy(0, 0, true, true))
        .hasMessageContaining("keeps nothing");
    for (int[] bad : new int[][] {{-1, 5}, {1, -1}, {1, 40_000}}) {
      assertThatThrownBy(() -> new PackagePolicy(bad[0], bad[1], false, false))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
