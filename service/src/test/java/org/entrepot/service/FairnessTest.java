package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who waits comes to its turn, and everybody whose turn has come begins.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class FairnessTest {
  private static final int STREAMS = 4;
  private static final int MOST_TASKS = 300;
  private static final long SOON_SECONDS = 60;

  @TempDir Path root;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Setup setup;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    setup = Setup.at(root.resolve("store"));
    store = new Store(setup);
  }

  @AfterEach
  void close() {
    threads.close();
    store.close();
  }

  private Path debs(String name) throws IOException {
    Path directory = Files.createDirectories(root.resolve("debs").resolve(name));
    DebBuilder.of(name, "1", "amd64").file("usr/bin/" + name, name).writeTo(directory);
    return directory;
  }

  private List<Task> tasks() {
    return store.catalog().read(view -> view.tasks(TaskFilter.all()));
  }

  private Task last(String name) {
    return tasks().stream().filter(task -> task.name().startsWith(name)).toList().getLast();
  }

  private static TaskOutcome soon(Future<TaskOutcome> outcome) throws Exception {
    return outcome.get(SOON_SECONDS, TimeUnit.SECONDS);
  }

  /// Four streams add packages, each task as soon as the one before has ended: hardly ever is there
  /// an instant without a running one. A clean-up conflicts with all of them.
  @Test
  void aCleanUpAmongAStreamOfShortTasksStartsAsSoonAsThoseBeforeItEnd() throws Exception {
    Path folder = debs("app");
    var flowing = new CountDownLatch(STREAMS * 3);
    var cleaned = new AtomicBoolean();
    var streams = new ArrayList<Future<Integer>>();
    for (int i = 0; i < STREAMS; i++) {
      String repository = "r" + i;
      store.createRepository(repository);
      streams.add(
          threads.submit(() -> {
            int done = 0;
            for (; done < MOST_TASKS && !cleaned.get(); done++) {
              store.outcome(Store.adding(repository, folder));
              flowing.countDown();
            }
            store.outcome(Store.adding(repository, folder));
            return done;
          }));
    }
    assertThat(flowing.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    TaskOutcome outcome = store.outcome(new CleanUp(Execution.CARRY_OUT));
    cleaned.set(true);
    assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
    for (Future<Integer> stream : streams) {
      assertThat(stream.get(SOON_SECONDS, TimeUnit.SECONDS))
          .as("the streams went on until the clean-up had its turn")
          .isBetween(1, MOST_TASKS - 1);
    }

    Task cleanUp = last("Clean up");
    List<Task> adding = tasks().stream().filter(task -> task.name().startsWith("Add")).toList();
    List<Task> later = adding.stream().filter(task -> task.id() > cleanUp.id()).toList();
    assertThat(later)
        .as("what came later waited")
        .hasSizeGreaterThanOrEqualTo(STREAMS)
        .allMatch(
            task -> !task.startedAt().orElseThrow().isBefore(cleanUp.finishedAt().orElseThrow()));
    long waitedFor =
        adding.stream()
            .filter(task -> task.id() < cleanUp.id())
            .filter(task -> task.finishedAt().orElseThrow().isAfter(cleanUp.submittedAt()))
            .count();
    assertThat(waitedFor).as("those before it").isLessThanOrEqualTo(STREAMS);
    System.out.printf(
        "a clean-up waited %d ms for %d of %d tasks of a stream%n",
        Duration.between(cleanUp.submittedAt(), cleanUp.startedAt().orElseThrow()).toMillis(),
        waitedFor,
        adding.size());
  }

  /// How those wait that are freed.
  enum Waiting {
    /// Each in its own thread.
    ATTACHED,
    /// In the queue of one process.
    QUEUED
  }

  /// One task changes a repository; three publications of it wait. Each of the three holds in the
  /// middle of its work until all of them are there: if one were not woken, none would ever end.
  @ParameterizedTest
  @EnumSource
  void threeTasksThatOneFreedRunAtOnce(Waiting waiting) throws Exception {
    store.createRepository("r");
    store.add("r", debs("start"));
    var reached = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    Faults holding =
        Faults.watching(call -> {
          if (call.startsWith("rename") || call.startsWith("link")) {
            reached.countDown();
            await(gate);
          }
        });
    var together = new CountDownLatch(3);
    Set<Thread> arrived = ConcurrentHashMap.newKeySet();
    Faults meeting =
        Faults.watching(call -> {
          boolean works = call.startsWith("rename") || call.startsWith("link");
          if (works && arrived.add(Thread.currentThread())) {
            together.countDown();
            await(together);
          }
        });
    try (var held = new Store(setup.with(holding));
        var freed = new Store(setup.with(meeting))) {
      holding.arm();
      meeting.arm();
      Path more = debs("more");
      Future<TaskOutcome> first = threads.submit(() -> held.outcome(Store.adding("r", more)));
      await(reached);
      var outcomes = new ArrayList<Future<TaskOutcome>>();
      for (String prefix : List.of("a", "b", "c")) {
        Operation publishing = Store.publishing(SourceKind.REPOSITORY, "r", prefix, "stable");
        switch (waiting) {
          case ATTACHED -> outcomes.add(threads.submit(() -> freed.outcome(publishing)));
          case QUEUED -> freed.entrepot().submit(publishing);
        }
      }
      if (waiting == Waiting.QUEUED) {
        freed.entrepot().engine().workOnQueue(4);
      }
      awaitUnfinished(4);
      assertThat(together.getCount()).as("all three wait").isEqualTo(3);
      gate.countDown();
      assertThat(soon(first)).isInstanceOf(TaskOutcome.Succeeded.class);
      for (Future<TaskOutcome> outcome : outcomes) {
        assertThat(soon(outcome)).isInstanceOf(TaskOutcome.Succeeded.class);
      }
      awaitUnfinished(0);
    }
    assertThat(store.publications()).hasSize(3);
    assertThat(tasks()).allMatch(task -> task.state() == TaskState.SUCCEEDED);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitUnfinished(int count) throws InterruptedException {
    Changes changes = store.catalog().changes();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
    while (store.unfinished().size() != count) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(until);
      changes.awaitChange(Duration.ofSeconds(1));
    }
  }
}
