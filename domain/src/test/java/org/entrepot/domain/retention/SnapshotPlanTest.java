package org.entrepot.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.retention.SnapshotPlan.Fate;
import org.entrepot.domain.retention.SnapshotPlan.Sources;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which snapshots a policy drops, by a table and by laws.
class SnapshotPlanTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /// Snapshots of words such as `a-1:30` (30 days old) or `a-2:3<a-1,b` (made from others).
  private static List<Snapshot> snapshots(String words) {
    Map<String, UUID> ids = new HashMap<>();
    var all = new ArrayList<Snapshot>();
    for (String word : words.split(" ", -1)) {
      String[] parts = word.split("[:<]", -1);
      UUID id = ids.computeIfAbsent(parts[0], _ -> UUID.randomUUID());
      List<UUID> sources =
          parts.length < 3
              ? List.of()
              : Arrays.stream(parts[2].split(",", -1))
                  .map(name -> ids.computeIfAbsent(name, _ -> UUID.randomUUID()))
                  .toList();
      all.add(snapshot(id, parts[0], Integer.parseInt(parts[1]), sources));
    }
    return all;
  }

  private static Snapshot snapshot(UUID id, String name, int days, List<UUID> sources) {
    return new Snapshot(
        id,
        new SnapshotName(name),
        NOW.minus(Duration.ofDays(days)),
        SourceKind.SNAPSHOT,
        sources,
        "",
        "",
        "",
        "",
        PackageSet.empty().digest(),
        0,
        ArchiveFiles.NONE.digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          a-1:30 a-2:20 a-3:10 b-1:99          ; a-* ; 1 ; 0  ; -   ; KEEP ; a-1 a-2
          a-1:30 a-2:20 a-3:10 b-1:99          ; a-* ; 2 ; 0  ; -   ; KEEP ; a-1
          a-1:30 a-2:20 a-3:10 b-1:99          ; *   ; 1 ; 25 ; -   ; KEEP ; a-1 b-1
          a-1:30 a-2:20 a-3:10                 ; a-* ; 0 ; 20 ; -   ; KEEP ; a-1
          a-1:30 a-2:20 a-3:10                 ; a-* ; 0 ; 5  ; -   ; KEEP ; a-1 a-2 a-3
          a-1:30 a-2:20 a-3:10                 ; a-* ; 0 ; 5  ; a-2 ; KEEP ; a-1 a-3
          a-1:30 a-2:20 m:1<a-1                ; a-* ; 1 ; 0  ; -   ; KEEP ;
          a-1:30 a-2:20 m:1<a-1                ; a-* ; 1 ; 0  ; -   ; DROP ; a-1
          a-1:30 a-2:20<a-1 a-3:10<a-2 a-4:1   ; a-* ; 1 ; 0  ; -   ; KEEP ; a-1 a-2 a-3
          a-1:30 a-2:20<a-1 a-3:10<a-2 a-4:1   ; a-* ; 1 ; 0  ; a-3 ; KEEP ;
          a-1:30 a-2:20<a-1 a-3:10<a-2 a-4:1   ; a-* ; 1 ; 0  ; a-3 ; DROP ; a-1 a-2
          a-1:30 a-2:30 a-3:30                 ; a-* ; 1 ; 0  ; -   ; KEEP ; a-2 a-3
          """)
  void dropsWhatNoRuleKeepsAndNobodyNeeds(
      String all,
      String pattern,
      int keep,
      int days,
      String published,
      Sources sources,
      String dropped) {
    List<Snapshot> snapshots = snapshots(all);
    Map<UUID, List<String>> publications = new HashMap<>();
    for (Snapshot each : snapshots) {
      if (each.name().value().equals(published)) {
        publications.put(each.id(), List.of("./stable"));
      }
    }
    SnapshotPlan plan =
        SnapshotPlan.of(
            snapshots,
            new SnapshotPolicy(new NamePattern(pattern), keep, days),
            publications,
            sources,
            NOW);
    assertThat(
            plan.dropped().stream()
                .map(snapshot -> snapshot.name().value())
                .sorted()
                .collect(Collectors.joining(" ")))
        .isEqualTo(dropped == null ? "" : dropped);
  }

  @Test
  void obeysItsLaws() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      var all = new ArrayList<Snapshot>();
      Map<UUID, List<String>> publications = new HashMap<>();
      for (int i = 0; i < random.nextInt(12); i++) {
        List<UUID> sources =
            all.stream().filter(_ -> random.nextInt(4) == 0).map(Snapshot::id).toList();
        String name = (random.nextBoolean() ? "a" : "b") + i;
        all.add(snapshot(UUID.randomUUID(), name, random.nextInt(40), sources));
        if (random.nextInt(5) == 0) {
          publications.put(all.getLast().id(), List.of("./x"));
        }
      }
      var policy = new SnapshotPolicy(new NamePattern("a*"), random.nextInt(4), 10);
      for (Sources sources : Sources.values()) {
        SnapshotPlan plan = SnapshotPlan.of(all, policy, publications, sources, NOW);
        List<Snapshot> dropped = plan.dropped();
        var left = new ArrayList<>(all);
        left.removeAll(dropped);
        assertThat(dropped).noneMatch(each -> publications.containsKey(each.id()));
        assertThat(dropped).allMatch(each -> each.name().value().startsWith("a"));
        if (sources == Sources.KEEP) {
          assertThat(left)
              .noneMatch(
                  each -> dropped.stream().anyMatch(gone -> each.sourceIds().contains(gone.id())));
        }
        // a second time there is nothing to do
        assertThat(SnapshotPlan.of(left, policy, publications, sources, NOW).dropped()).isEmpty();
        assertThat(
                plan.verdicts().stream().filter(verdict -> verdict.fate() == Fate.NEWEST).count())
            .isLessThanOrEqualTo(policy.keep());
      }
    }
  }

  @Test
  void aPolicyThatKeepsNothingIsRefused() {
    assertThatThrownBy(() -> new SnapshotPolicy(new NamePattern("a*"), 0, 0))
        .hasMessageContaining("keeps nothing");
  }
}
