package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.retention.PackagePolicy;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.retention.SnapshotPlan.Fate;
import org.entrepot.domain.retention.SnapshotPolicy;
import org.entrepot.domain.snapshot.MergeRule;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult.RetainedPackages;
import org.entrepot.service.operation.OperationResult.RetainedSnapshots;
import org.entrepot.service.operation.RepositoryOperation.RetainPackages;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.service.operation.SnapshotOperation.MergeSnapshots;
import org.entrepot.service.operation.SnapshotOperation.RetainSnapshots;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What policies remove, on real stores: ages by the clock, holders, dry runs, and changes that
/// come meanwhile.
@Timeout(300)
class RetentionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;

  /// A clock that a test sets.
  private static final class Calendar extends Clock {
    private volatile Instant now = START;

    void day(int day) {
      now = START.plus(Duration.ofDays(day));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plusNanos(1000);
      return now;
    }
  }

  private final Calendar calendar = new Calendar();

  private Store open() {
    return new Store(Setup.at(root.resolve("store")).with(calendar));
  }

  private Path deb(String name, String version) throws IOException {
    Path directory = Files.createDirectories(root.resolve("debs").resolve(name + version));
    return DebBuilder.of(name, version, "amd64")
        .file("usr/share/" + name, version)
        .writeTo(directory);
  }

  private static RetainPackages retaining(
      String repository, PackagePolicy policy, Execution execution) {
    return new RetainPackages(new RepositoryName(repository), policy, execution);
  }

  private static RetainedPackages retain(Store store, String repository, PackagePolicy policy) {
    var dry = (RetainedPackages) store.run(retaining(repository, policy, Execution.DRY_RUN));
    List<String> told = store.output();
    List<String> before = store.packagesOf(repository);
    var done = (RetainedPackages) store.run(retaining(repository, policy, Execution.CARRY_OUT));
    assertThat(done).isEqualTo(dry);
    assertThat(store.output()).isEqualTo(told);
    List<String> gone = done.removed().stream().map(RetainedPackages.Removed::name).toList();
    assertThat(before).containsAll(gone);
    var after = new ArrayList<>(before);
    after.removeAll(gone);
    assertThat(store.packagesOf(repository)).isEqualTo(after);
    assertThat(done.kept()).isEqualTo(after.size());
    return done;
  }

  private static List<String> names(RetainedPackages result) {
    return result.removed().stream().map(RetainedPackages.Removed::name).sorted().toList();
  }

  @Test
  void ageCountsFromTheLastTimeThatAPackageCame() throws IOException {
    try (Store store = open()) {
      store.createRepository("r");
      store.createRepository("other");
      store.add("other", deb("p", "3")); // long known to the catalog, but not in r
      calendar.day(10);
      store.add("r", deb("p", "1"), deb("p", "2"));
      calendar.day(20);
      store.remove("r", "p (= 1)");
      calendar.day(30);
      store.add("r", deb("p", "1"), deb("p", "3"));
      calendar.day(36);
      store.add("r", deb("p", "0.9"));
      var policy = new PackagePolicy(0, 7, false, false);
      RetainedPackages result = retain(store, "r", policy);
      assertThat(names(result)).containsExactly("p_2_amd64");
      assertThat(result.removed().getFirst().addedAt())
          .hasValueSatisfying(at ->
              assertThat(at)
                  .isBetween(START.plus(Duration.ofDays(10)), START.plus(Duration.ofDays(11))));
      calendar.day(38);
      assertThat(names(retain(store, "r", policy))).containsExactly("p_1_amd64", "p_3_amd64");
      calendar.day(50);
      assertThat(names(retain(store, "r", new PackagePolicy(1, 7, false, false)))).isEmpty();
      // what came is forgotten with what left, so that it does not grow for ever
      int noted =
          store
              .catalog()
              .read(view ->
                  view.arrivals(Objects.requireRepository(view, new RepositoryName("r")).id())
                      .size());
      assertThat(noted).isEqualTo(1);
    }
  }

  @Test
  void publicationsAndSnapshotsKeepWhatTheyHoldWhenAsked() throws IOException {
    try (Store store = open()) {
      store.createRepository("r");
      for (int i = 1; i <= 6; i++) {
        store.add("r", deb("p", "" + i));
        if (i == 2) {
          store.snapshot("s", "r");
          store.remove("r", "p (= 1)");
        }
        if (i == 3) {
          store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
        }
      }
      store.add("r", deb("p", "1"));
      calendar.day(100);
      Operation kept = retaining("r", new PackagePolicy(1, 0, true, true), Execution.DRY_RUN);
      RetainedPackages both = (RetainedPackages) store.run(kept);
      assertThat(names(both)).containsExactly("p_4_amd64", "p_5_amd64");
      assertThat(both.published()).isEqualTo(2);
      assertThat(both.inSnapshots()).isEqualTo(2);
      assertThat(
              names(
                  (RetainedPackages)
                      store.run(
                          retaining("r", new PackagePolicy(1, 0, true, false), Execution.DRY_RUN))))
          .containsExactly("p_1_amd64", "p_4_amd64", "p_5_amd64");
      assertThat(names(retain(store, "r", new PackagePolicy(2, 0, false, true))))
          .containsExactly("p_3_amd64", "p_4_amd64");
      assertThat(store.packagesIn("s")).containsExactly("p_1_amd64", "p_2_amd64");
    }
  }

  @Test
  void whatIsAddedMeanwhileIsNeitherLostNorForgotten() throws Exception {
    var packages = new ArrayList<Path>();
    for (int i = 0; i < 24; i++) {
      packages.add(deb("p" + i % 3, "1." + i));
    }
    try (Store one = open();
        Store two = open();
        var threads = Executors.newCachedThreadPool()) {
      one.createRepository("r");
      var over = new AtomicBoolean();
      List<Callable<Boolean>> adders = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int mine = thread;
        Store store = thread % 2 == 0 ? one : two;
        adders.add(() -> {
          for (int i = mine; i < packages.size(); i += 3) {
            assertThat(store.add("r", packages.get(i)).added()).hasSize(1);
          }
          return true;
        });
      }
      var removed = new TreeSet<String>();
      Future<Integer> retaining =
          threads.submit(() -> {
            int runs = 0;
            while (!over.get() || runs == 0) {
              var result =
                  (RetainedPackages)
                      two.run(
                          retaining(
                              "r", new PackagePolicy(2, 0, false, false), Execution.CARRY_OUT));
              for (var each : result.removed()) {
                assertThat(removed.add(each.name())).as("removed once").isTrue();
              }
              runs++;
            }
            return runs;
          });
      for (Future<Boolean> each : threads.invokeAll(adders)) {
        each.get();
      }
      over.set(true);
      assertThat(retaining.get()).isPositive();
      // each package that was added is there or was removed, and only when two newer ones are there
      var expected = new TreeSet<String>();
      for (int i = 0; i < 24; i++) {
        expected.add("p%d_1.%d_amd64".formatted(i % 3, i));
      }
      var all = new TreeSet<>(removed);
      all.addAll(one.packagesOf("r"));
      assertThat(all).isEqualTo(expected);
      retain(one, "r", new PackagePolicy(2, 0, false, false));
      assertThat(one.packagesOf("r"))
          .containsExactlyElementsOf(
              Stream.of("p0_1.18", "p0_1.21", "p1_1.19", "p1_1.22", "p2_1.20", "p2_1.23")
                  .map(name -> name + "_amd64")
                  .toList());
    }
  }

  private static RetainSnapshots pruning(String pattern, int keep, int days, Execution execution) {
    return new RetainSnapshots(
        new SnapshotPolicy(new NamePattern(pattern), keep, days),
        SnapshotPlan.Sources.KEEP,
        execution);
  }

  private static List<String> dropped(RetainedSnapshots result) {
    return result.snapshots().stream()
        .filter(each -> each.fate() == Fate.DROPPED)
        .map(RetainedSnapshots.Verdict::name)
        .sorted()
        .toList();
  }

  private static List<String> snapshots(Store store) {
    return store
        .catalog()
        .read(view -> view.snapshots().stream().map(each -> each.name().value()).sorted().toList());
  }

  @Test
  void oldSnapshotsGoUnlessTheyAreInUse() throws IOException {
    try (Store store = open()) {
      store.createRepository("r");
      store.add("r", deb("p", "1"));
      for (int i = 0; i < 8; i++) {
        calendar.day(i);
        store.snapshot("n-" + i, "r");
      }
      store.snapshot("other", "r");
      store.run(
          new MergeSnapshots(
              new SnapshotName("merged"),
              List.of(new SnapshotName("n-1"), new SnapshotName("n-7")),
              MergeRule.REPLACE));
      store.run(Store.publishing(SourceKind.SNAPSHOT, "n-0", ".", "stable"));
      calendar.day(8);
      RetainedSnapshots dry =
          (RetainedSnapshots) store.run(pruning("n-*", 2, 4, Execution.DRY_RUN));
      assertThat(dropped(dry)).containsExactly("n-2", "n-3", "n-4");
      assertThat(snapshots(store)).hasSize(10);
      RetainedSnapshots done =
          (RetainedSnapshots) store.run(pruning("n-*", 2, 4, Execution.CARRY_OUT));
      assertThat(done).isEqualTo(dry);
      assertThat(snapshots(store))
          .containsExactly("merged", "n-0", "n-1", "n-5", "n-6", "n-7", "other");
      var forced =
          new RetainSnapshots(
              new SnapshotPolicy(new NamePattern("n-*"), 1, 0),
              SnapshotPlan.Sources.DROP,
              Execution.CARRY_OUT);
      assertThat(dropped((RetainedSnapshots) store.run(forced)))
          .containsExactly("n-1", "n-5", "n-6");
      store.run(Store.dropping(".", "stable"));
      assertThat(dropped((RetainedSnapshots) store.run(forced))).containsExactly("n-0");
    }
  }

  @Test
  void snapshotsThatAreTakenMeanwhileAreNeverDroppedUnderTheirUsers() throws Exception {
    try (Store one = open();
        Store two = open();
        var threads = Executors.newCachedThreadPool()) {
      one.createRepository("r");
      one.add("r", deb("p", "1"));
      for (int i = 0; i < 12; i++) {
        one.snapshot("n-" + i, "r");
      }
      Future<?> publishing =
          threads.submit(() -> {
            for (int i = 0; i < 12; i++) {
              // refused when it is gone, and otherwise it stays
              attempt(one, Store.publishing(SourceKind.SNAPSHOT, "n-" + i, ".", "d" + i));
            }
          });
      Future<?> renaming =
          threads.submit(() -> {
            for (int i = 0; i < 12; i++) {
              attempt(two, new DropSnapshot(new SnapshotName("n-" + i), Force.REFUSE_IF_USED));
              attempt(two, Store.snapshotting("n-" + i, "r"));
            }
          });
      while (!publishing.isDone() || !renaming.isDone()) {
        attempt(two, pruning("n-*", 3, 0, Execution.CARRY_OUT));
      }
      publishing.get();
      renaming.get();
      one.run(pruning("n-*", 3, 0, Execution.CARRY_OUT));
      var held =
          one.catalog()
              .read(view ->
                  view.publications().stream()
                      .flatMap(publication -> publication.sources().values().stream())
                      .map(source -> view.findSnapshot(source.sourceId()).isPresent())
                      .toList());
      assertThat(held).isNotEmpty().doesNotContain(false);
      assertThat(snapshots(one)).hasSizeLessThanOrEqualTo(held.size() + 3);
    }
  }

  /// A refusal is as good as a success here.
  private static void attempt(Store store, Operation operation) {
    try {
      store.run(operation);
    } catch (RepositoryException e) {
      assertThat(e.code())
          .isIn(
              ErrorCode.SNAPSHOT_NOT_FOUND,
              ErrorCode.NAME_TAKEN,
              ErrorCode.IN_USE,
              ErrorCode.CHANGED_MEANWHILE);
    }
  }

  @Test
  void aProcessThatDiesAnywhereLeavesAllOrNothing() throws IOException {
    Setup setup = Setup.at(root.resolve("store")).with(calendar);
    try (Store store = new Store(setup)) {
      store.createRepository("r");
      store.add("r", deb("p", "2"));
    }
    var policy = new PackagePolicy(1, 0, false, false);
    int n = 0;
    boolean finished = false;
    while (!finished) {
      try (Store store = new Store(setup)) {
        store.add("r", deb("p", "1"));
      }
      var faults = Faults.from(++n);
      try (Store store = new Store(setup.with(faults).asDoomedProcess())) {
        faults.arm();
        try {
          store.run(retaining("r", policy, Execution.CARRY_OUT));
          finished = faults.count() < n;
        } catch (RepositoryException _) {
          // it died
        }
        faults.disarm();
      } catch (RuntimeException _) {
        // it died so early or late that even closing fails
      }
      try (Store store = new Store(setup)) {
        assertThat(store.packagesOf("r")).contains("p_2_amd64").hasSizeBetween(1, 2);
        store.run(retaining("r", policy, Execution.CARRY_OUT));
        assertThat(store.packagesOf("r")).containsExactly("p_2_amd64");
        assertThat(store.unfinished()).isEmpty();
      }
      assertThat(n).isLessThan(200);
    }
    assertThat(n).isGreaterThan(5);
  }

  @Test
  void anUnknownRepositoryIsRefused() {
    try (Store store = open()) {
      assertThatThrownBy(() ->
              store.run(retaining("r", new PackagePolicy(1, 0, false, false), Execution.DRY_RUN)))
          .hasMessageContaining("local repo with name r not found");
    }
  }
}
