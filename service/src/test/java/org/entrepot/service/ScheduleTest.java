package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.domain.schedule.ScheduleRun.Outcome;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.operation.ScheduleOperation.AddSchedule;
import org.entrepot.service.operation.ScheduleOperation.PauseSchedule;
import org.entrepot.service.operation.ScheduleOperation.ResumeSchedule;
import org.entrepot.service.schedule.ScheduleRunner.Ran;
import org.entrepot.service.task.TaskListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which process carries what out, and when; the archive of the mirror is not there, so runs fail.
@Timeout(120)
class ScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ScheduleName NAME = new ScheduleName("x");

  @TempDir Path root;

  /// A clock that a test sets.
  private static final class Hands extends Clock {
    private volatile Instant now = START;

    void hour(double hours) {
      now = START.plusSeconds((long) (hours * 3600));
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
      return now;
    }
  }

  private final Hands hands = new Hands();

  private Store open() {
    return new Store(Setup.at(root.resolve("store")).with(hands));
  }

  private static void add(Store store) {
    store
        .catalog()
        .write(transaction -> {
          transaction.putSet(PackageSet.empty());
          transaction.insertMirror(
              new Mirror(
                  new UUID(0, 1),
                  new MirrorName("m"),
                  new Upstream(
                      List.of(new ArchiveUrl("file:/nowhere/")), "x", List.of("main"), List.of()),
                  Selection.ALL,
                  Trust.DEFAULT,
                  MirrorState.fresh(new TreeMap<>())));
          return true;
        });
    store.run(
        new AddSchedule(
            NAME,
            "every 1h",
            new Recipe(
                new MirrorName("m"),
                Optional.empty(),
                Optional.empty(),
                Recipe.Everywhere.LEAVE,
                Optional.empty(),
                Optional.empty(),
                Missing.FAIL,
                Signing.DEFAULT)));
  }

  private static List<Ran> due(Store store) {
    return store.entrepot().schedules().runDue(TaskListener.SILENT);
  }

  private static Schedule schedule(Store store) {
    return store.catalog().read(view -> view.findSchedule(NAME)).orElseThrow();
  }

  private static List<ScheduleRun> runs(Store store) {
    return store.catalog().read(view -> view.scheduleRuns(schedule(store).id()));
  }

  @Test
  void aFailureIsToldAndLaterTimesCome() {
    try (Store store = open()) {
      add(store);
      assertThat(due(store)).isEmpty();
      hands.hour(1);
      assertThat(due(store))
          .singleElement()
          .satisfies(ran -> {
            assertThat(ran.run().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ran.run().detail()).contains("there is no keyring");
          });
      assertThat(due(store)).isEmpty();
      hands.hour(50.5);
      assertThat(due(store)).as("48 missed times are one run").hasSize(1);
      assertThat(schedule(store).nextAt()).isEqualTo(START.plus(Duration.ofMinutes(3090)));
      hands.hour(2);
      assertThat(due(store)).as("the clock went back").isEmpty();
      hands.hour(3);
      assertThat(due(store)).hasSize(1);
      assertThat(runs(store)).extracting(ScheduleRun::number).containsExactly(3L, 2L, 1L);
    }
  }

  @Test
  void aPausedScheduleWaits() {
    try (Store store = open()) {
      add(store);
      store.run(new PauseSchedule(NAME));
      hands.hour(5);
      assertThat(due(store)).isEmpty();
      store.run(new ResumeSchedule(NAME));
      assertThat(due(store)).as("paused times are not missed").isEmpty();
      hands.hour(6);
      assertThat(due(store)).hasSize(1);
    }
  }

  @Test
  void ofManyProcessesOneCarriesItOut() throws Exception {
    var stores = new ArrayList<Store>();
    try (var executor = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 4; i++) {
        stores.add(open());
      }
      add(stores.getFirst());
      for (int round = 1; round <= 5; round++) {
        hands.hour(round);
        var barrier = new CyclicBarrier(stores.size());
        var looks = new ArrayList<Callable<List<Ran>>>();
        for (Store store : stores) {
          looks.add(() -> {
            barrier.await();
            return due(store);
          });
        }
        int ran = 0;
        for (var look : executor.invokeAll(looks)) {
          ran += look.get().size();
        }
        assertThat(ran).as("round %d", round).isEqualTo(1);
      }
      assertThat(runs(stores.getFirst())).hasSize(5);
    } finally {
      stores.forEach(Store::close);
    }
  }

  @Test
  void aRunWhoseProcessDiedIsBegunAgain() {
    try (Store store = open()) {
      add(store);
      hands.hour(1);
      store
          .catalog()
          .write(transaction -> {
            Schedule begun = schedule(store).begun(hands.instant(), Duration.ofSeconds(90));
            transaction.updateSchedule(begun);
            transaction.putScheduleRun(begun.id(), ScheduleRun.begun(1, hands.instant()));
            return true;
          });
      assertThat(due(store)).as("it may still be at work").isEmpty();
      hands.hour(1.1);
      assertThat(due(store)).hasSize(1);
      assertThat(runs(store))
          .extracting(ScheduleRun::outcome)
          .containsExactly(Outcome.FAILED, Outcome.FAILED);
      assertThat(runs(store).getLast().detail()).contains("has died");
      assertThat(schedule(store).runningUntil()).isEmpty();
    }
  }

  @Test
  void aRunnerThatIsStoppedBeginsNothing() {
    try (Store store = open()) {
      add(store);
      hands.hour(1);
      var runner = store.entrepot().schedules();
      runner.stop();
      assertThat(runner.runDue(TaskListener.SILENT)).isEmpty();
      assertThat(due(store)).as("another one does it").hasSize(1);
    }
  }
}
