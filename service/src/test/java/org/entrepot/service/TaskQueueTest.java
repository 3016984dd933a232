package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.RepositoryOperation.DropRepository;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The order of tasks, cancelling, and the queue of detached tasks. One task is held in the middle
/// of its work by a gate in the storage.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class TaskQueueTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path root;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Faults holding;
  private Store held; // its operations stop at the gate
  private Store free;

  @BeforeEach
  void openStores() throws IOException {
    holding =
        Faults.watching(call -> {
          if (call.startsWith("rename") || call.startsWith("link")) {
            reached.countDown();
            await(gate);
          }
        });
    Setup setup = Setup.at(root.resolve("store"));
    free = new Store(setup);
    held = new Store(setup.with(holding));
    free.createRepository("r1");
    free.createRepository("r2");
    free.add("r1", debs("start"));
  }

  @AfterEach
  void closeStores() {
    gate.countDown();
    threads.close();
    held.close();
    free.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path debs(String name) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    DebBuilder.of(name, "1", "amd64").file("usr/bin/" + name, name).writeTo(directory);
    return directory;
  }

  /// Begins an operation that stops at the gate.
  private Future<TaskOutcome> hold(Operation operation) {
    holding.arm();
    Future<TaskOutcome> outcome = threads.submit(() -> held.outcome(operation));
    await(reached);
    return outcome;
  }

  /// Begins an operation, and returns when it is in the queue.
  private Future<TaskOutcome> submit(Operation operation) throws InterruptedException {
    int before = tasks().size();
    Future<TaskOutcome> outcome = threads.submit(() -> free.outcome(operation));
    awaitTasks(tasks -> tasks.size() > before);
    return outcome;
  }

  private List<Task> tasks() {
    return free.catalog().read(view -> view.tasks(TaskFilter.all()));
  }

  private void awaitTasks(Predicate<List<Task>> condition) throws InterruptedException {
    Changes changes = free.catalog().changes();
    long until = System.nanoTime() + SOON.toNanos();
    while (!condition.test(tasks())) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(until);
      changes.awaitChange(Duration.ofSeconds(1));
    }
  }

  private static TaskOutcome soon(Future<TaskOutcome> outcome) {
    try {
      return outcome.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static Operation editing(String repository, String comment) {
    return new EditRepository(
        new RepositoryName(repository),
        Optional.of(comment),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ErrorCode code(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
    return ((TaskOutcome.Failed) outcome).code();
  }

  @Test
  void aWaitingTaskIsCancelledAtOnce() throws IOException, InterruptedException {
    Future<TaskOutcome> first = hold(Store.adding("r1", debs("a")));
    Future<TaskOutcome> second = submit(editing("r1", "never"));
    long id = tasks().getLast().id();
    assertThat(free.entrepot().cancel(id)).isEqualTo(CancelResult.CANCELLED);
    assertThat(code(soon(second))).isEqualTo(ErrorCode.CANCELLED);
    assertThat(first).isNotDone();
    gate.countDown();
    assertThat(soon(first)).isInstanceOf(TaskOutcome.Succeeded.class);
    assertThat(free.packagesOf("r1")).containsExactly("a_1_amd64", "start_1_amd64");
    assertThat(free.entrepot().cancel(id)).isEqualTo(CancelResult.FINISHED);
  }

  @Test
  void aRunningPublishThatIsCancelledLeavesNothing() throws IOException, InterruptedException {
    Future<TaskOutcome> publishing =
        hold(Store.publishing(SourceKind.REPOSITORY, "r1", "p", "stable"));
    long id = tasks().getLast().id();
    assertThat(free.entrepot().cancel(id)).isEqualTo(CancelResult.REQUESTED);
    holding.awaitHeartbeat();
    gate.countDown();
    assertThat(code(soon(publishing))).isEqualTo(ErrorCode.CANCELLED);
    assertThat(free.catalog().read(view -> view.findTask(id)).orElseThrow().state())
        .isEqualTo(TaskState.CANCELLED);
    assertThat(free.publications()).isEmpty();
    assertThat(free.intents()).isEmpty();
    assertThat(WholeArchive.files(free.publicRoot())).isEmpty();
  }

  @Test
  void conflictingTasksRunInTheOrderOfSubmissionAndOthersBeside()
      throws IOException, InterruptedException {
    Future<TaskOutcome> first = hold(Store.adding("r1", debs("a")));
    assertThat(soon(submit(editing("r2", "beside")))).isInstanceOf(TaskOutcome.Succeeded.class);
    int before = tasks().size();
    var later = new ArrayList<Future<TaskOutcome>>();
    later.add(submit(editing("r1", "second")));
    later.add(submit(editing("r1", "third")));
    later.add(submit(new CleanUp(Execution.CARRY_OUT)));
    later.add(submit(Store.creating("fresh")));
    later.add(submit(editing("r2", "after the clean-up")));
    assertThat(later).noneMatch(Future::isDone);
    gate.countDown();
    assertThat(soon(first)).isInstanceOf(TaskOutcome.Succeeded.class);
    later.forEach(outcome -> assertThat(soon(outcome)).isInstanceOf(TaskOutcome.Succeeded.class));
    List<Task> done = tasks().subList(before, before + 5);
    for (int i = 1; i < 3; i++) {
      assertThat(done.get(i).startedAt().orElseThrow())
          .isAfterOrEqualTo(done.get(i - 1).finishedAt().orElseThrow());
    }
    for (Task task : done.subList(3, 5)) {
      assertThat(task.startedAt().orElseThrow())
          .as("not before the clean-up, which was there first")
          .isAfterOrEqualTo(done.get(2).finishedAt().orElseThrow());
    }
    assertThat(done).allMatch(task -> task.attempt() == 1);
  }

  @Test
  void aTaskWhoseObjectVanishedWhileItWaitedFailsAndBlocksNobody()
      throws IOException, InterruptedException {
    Future<TaskOutcome> first = hold(Store.adding("r1", debs("a")));
    Future<TaskOutcome> dropping =
        submit(new DropRepository(new RepositoryName("r1"), Force.FORCE));
    Future<TaskOutcome> publishing =
        submit(Store.publishing(SourceKind.REPOSITORY, "r1", "p", "stable"));
    gate.countDown();
    assertThat(soon(first)).isInstanceOf(TaskOutcome.Succeeded.class);
    assertThat(soon(dropping)).isInstanceOf(TaskOutcome.Succeeded.class);
    assertThat(publishing)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(RepositoryException.class)
        .withMessageContaining("r1 not found");
    assertThat(free.unfinished()).isEmpty();
    assertThat(tasks().getLast().errorCode()).isEqualTo("REPOSITORY_NOT_FOUND");
    free.cleanUp();
  }

  @Test
  void aThousandDetachedTasksRunOnceEachWithoutABusyLoop() throws InterruptedException {
    int count = 1000;
    for (int i = 0; i < 10; i++) {
      free.createRepository("q" + i);
    }
    var expected = new HashSet<Long>();
    for (int i = 0; i < count; i++) {
      expected.add(free.entrepot().submit(editing("q" + i % 10, "comment " + i)));
    }
    var counting = List.of(Faults.none(), Faults.none());
    var workers = new ArrayList<Store>();
    for (Faults faults : counting) {
      workers.add(new Store(Setup.at(root.resolve("store")).with(faults)));
      faults.arm();
    }
    long start = System.nanoTime();
    workers.forEach(worker -> worker.entrepot().engine().workOnQueue(4));
    awaitTasks(_ -> free.unfinished().isEmpty());
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    int calls = counting.stream().mapToInt(Faults::count).sum();
    System.out.printf("%d detached tasks in %d ms by %d catalog calls%n", count, millis, calls);
    workers.forEach(Store::close);
    List<Task> done = tasks().stream().filter(task -> expected.contains(task.id())).toList();
    assertThat(done).hasSize(count);
    assertThat(done).allMatch(task -> task.state() == TaskState.SUCCEEDED && task.attempt() == 1);
    assertThat(calls).isLessThan(count * 60);
    for (int i = 0; i < 10; i++) {
      var name = new RepositoryName("q" + i);
      assertThat(free.catalog().read(view -> view.findRepository(name)).orElseThrow().comment())
          .isEqualTo("comment " + (count - 10 + i));
    }
  }

  @Test
  void theQueueGoesOnAfterTheCatalogFailed() throws InterruptedException {
    for (int failing : List.of(1, 6, 15)) {
      for (int i = 0; i < 5; i++) {
        free.entrepot().submit(editing("r2", "round " + failing));
      }
      var faults = Faults.at(failing);
      try (var worker = new Store(Setup.at(root.resolve("store")).with(faults))) {
        faults.arm();
        worker.entrepot().engine().workOnQueue(2);
        awaitTasks(_ -> free.unfinished().isEmpty());
        assertThat(faults.count()).isGreaterThan(failing);
      }
    }
  }
}
