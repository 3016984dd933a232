package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.WholeArchive.Moment;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process on another machine is alive as long as its lease. One that lost it (it hung, its clock
/// stood still) and then goes on must not undo what others did since.
@Timeout(120)
class LeaseTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void openGate() {
    gate.countDown();
    threads.close();
  }

  private static Clock at(Duration afterStart) {
    return Clock.fixed(START.plus(afterStart), ZoneOffset.UTC);
  }

  /// Stops at the first storage call that begins so, once.
  private Faults stoppingAt(String call) {
    return Faults.watching(now -> {
      if (now.startsWith(call) && reached.getCount() > 0) {
        reached.countDown();
        await(gate);
      }
    });
  }

  /// Stops at the first sync after a plain index was replaced: then the change is decided, and
  /// readers do not see it yet.
  private Faults stoppingAfterDecision() {
    var decided = new AtomicBoolean();
    return Faults.watching(now -> {
      if (now.startsWith("rename main/binary-amd64/Packages")) {
        decided.set(true);
      }
      if (decided.get() && now.startsWith("sync") && reached.getCount() > 0) {
        reached.countDown();
        await(gate);
      }
    });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static TaskOutcome soon(Future<TaskOutcome> outcome) {
    try {
      return outcome.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private Setup setup() {
    return Setup.at(root.resolve("store")).with(at(Duration.ZERO)).signing();
  }

  private void add(Store store, String name) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    DebBuilder.of(name, "1", "amd64").file("usr/bin/" + name, name).writeTo(directory);
    store.add("r", directory);
  }

  private static List<Task> tasks(Store store) {
    return store.catalog().read(view -> view.tasks(TaskFilter.all()));
  }

  private static ErrorCode code(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
    return ((TaskOutcome.Failed) outcome).code();
  }

  @Test
  void aProcessThatWasIdleForLongIsNotTakenForDeadWhenItBeginsAgain() throws IOException {
    var clock = new SteppedClock();
    Faults stopping = stoppingAt("link");
    try (var far = new Store(setup().onOtherMachine().with(clock).with(stopping));
        var near = new Store(setup().with(clock))) {
      far.createRepository("r");
      add(far, "hello");
      clock.forward(Duration.ofHours(1));
      stopping.arm();
      Future<TaskOutcome> publishing =
          threads.submit(
              () -> far.outcome(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")));
      await(reached);
      near.entrepot().engine().settleDeadTasks();
      assertThat(near.unfinished()).hasSize(1);
      gate.countDown();
      assertThat(soon(publishing)).isInstanceOf(TaskOutcome.Succeeded.class);
    }
  }

  @Test
  void whoLostItsLeaseBeforeTheDecisionPublishesNothing() throws IOException {
    Faults stopping = stoppingAt("link");
    try (var far = new Store(setup().onOtherMachine().with(stopping));
        var near = new Store(setup().with(at(Duration.ofMinutes(10))))) {
      far.createRepository("r");
      add(far, "hello");
      stopping.arm();
      Future<TaskOutcome> publishing =
          threads.submit(
              () -> far.outcome(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")));
      await(reached);
      near.entrepot().engine().settleDeadTasks();
      assertThat(tasks(near).getLast().errorCode()).isEqualTo("PROCESS_ENDED");
      gate.countDown();
      assertThat(code(soon(publishing))).isEqualTo(ErrorCode.LEASE_LOST);
      assertThat(near.publications()).isEmpty();
      assertThat(near.publicRoot().resolve("dists/stable/Release")).doesNotExist();
      near.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
      near.cleanUp();
      WholeArchive.check(near.publicRoot(), Moment.AT_REST);
      assertThat(near.cleanUp().publishedFiles()).isEmpty();
    }
  }

  @Test
  void whoLostItsLeaseAfterTheDecisionDoesNotUndoWhatCameLater() throws IOException {
    Faults stopping = stoppingAfterDecision();
    try (var far = new Store(setup().onOtherMachine().with(stopping));
        var near = new Store(setup().with(at(Duration.ofMinutes(10))))) {
      far.createRepository("r");
      add(far, "hello");
      far.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
      add(far, "more");
      stopping.arm();
      Future<TaskOutcome> updating =
          threads.submit(() -> far.outcome(Store.updating(".", "stable")));
      await(reached);
      near.entrepot().engine().settleDeadTasks();
      assertThat(tasks(near).getLast().state()).isEqualTo(TaskState.SUCCEEDED);
      add(near, "latest");
      near.run(Store.updating(".", "stable"));
      var expected = WholeArchive.check(near.publicRoot(), Moment.AT_REST);
      gate.countDown();
      assertThat(code(soon(updating))).isEqualTo(ErrorCode.LEASE_LOST);
      assertThat(WholeArchive.check(near.publicRoot(), Moment.AT_REST)).isEqualTo(expected);
      assertThat(near.unfinished()).isEmpty();
    }
  }

  /// A clock that moves only when it is told.
  private static final class SteppedClock extends Clock {
    private volatile Instant now = START;

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
