package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.task.TaskState;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.LincheckAssertionError;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.paramgen.IntGen;
import org.jetbrains.kotlinx.lincheck.strategy.stress.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three threads submit, start, finish and cancel tasks at once; Lincheck looks for an order of
/// their calls in which [Model] gives the same answers.
@Timeout(240)
class TaskQueueLinearizabilityTest {
  private static StressOptions bounded(Class<?> model) {
    return new StressOptions()
        .iterations(8)
        .invocationsPerIteration(40)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .sequentialSpecification(model);
  }

  @Test
  void theQueueAnswersAsIfOneCallCameAfterTheOther() throws IOException {
    try (var database = Database.open()) {
      LinChecker.check(Queue.class, bounded(Model.class));
      assertThat(database.calls()).isGreaterThan(1000);
    }
  }

  /// The tester finds an order of starting that is not ours.
  @Test
  void anotherRuleIsToldApart() throws IOException {
    try (var _ = Database.open()) {
      assertThatThrownBy(() -> LinChecker.check(Queue.class, bounded(UnfairModel.class)))
          .isInstanceOf(LincheckAssertionError.class);
    }
  }

  /// The claims of a task of the test: a repository by number, to change or to read; or everything.
  private static ResourceClaims claims(int number) {
    return ResourceClaims.of(
        switch (number) {
          case 0, 1 -> ResourceClaim.exclusive(repository(number));
          case 2 -> ResourceClaim.shared(repository(0));
          default -> ResourceClaim.exclusive(new Resource.Everything());
        });
  }

  private static Resource repository(int number) {
    return new Resource.NamedObject(ObjectKind.REPOSITORY, "r" + number);
  }

  /// One catalog for all runs, as making one takes long; a run begins with an empty queue.
  private static final class Database implements AutoCloseable {
    private static Optional<Database> current = Optional.empty();

    private final Path directory;
    private final Catalog catalog;
    private final AtomicInteger calls = new AtomicInteger();

    private Database(Path directory) {
      this.directory = directory;
      catalog =
          Catalog.open(new CatalogUrl.Sqlite(directory.resolve("catalog.db")), Clock.systemUTC());
    }

    static synchronized Database open() throws IOException {
      var database = new Database(Files.createTempDirectory("lincheck"));
      current = Optional.of(database);
      return database;
    }

    static synchronized Database current() {
      return current.orElseThrow();
    }

    Catalog catalog() {
      calls.incrementAndGet();
      return catalog;
    }

    int calls() {
      return calls.get();
    }

    @Override
    public void close() throws IOException {
      catalog.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// The real queue. Numbers of tasks count from 1 in each run.
  @Param(name = "task", gen = IntGen.class, conf = "1:4")
  @Param(name = "claims", gen = IntGen.class, conf = "0:3")
  public static class Queue {
    private static final UUID WORKER = new UUID(0, 1);

    private final long before =
        Database.current()
            .catalog()
            .write(transaction -> {
              for (var task : transaction.tasks(TaskFilter.all())) {
                transaction.requestCancel(task.id());
                transaction.finishTask(task.id(), WORKER, 1, done());
                transaction.deleteTask(task.id());
              }
              long first = submitted(transaction, 1);
              transaction.requestCancel(first);
              transaction.deleteTask(first);
              return first;
            });

    private static TaskResult done() {
      return new TaskResult.Succeeded("{}");
    }

    private static long submitted(Transaction transaction, int claims) {
      return transaction.submitTask(
          new NewTask(
              "a task",
              "test",
              "{}",
              claims(claims),
              new Actor.LocalUser("anna"),
              Grant.ALL,
              Optional.empty()));
    }

    @Operation
    public int submit(@Param(name = "claims") int claims) {
      return (int)
          (Database.current().catalog().write(transaction -> submitted(transaction, claims))
              - before);
    }

    @Operation
    public String start(@Param(name = "task") int task) {
      StartResult result =
          Database.current().catalog().write(t -> t.tryStart(before + task, WORKER));
      return switch (result) {
        case StartResult.Started _ -> "started";
        case StartResult.Blocked(var ids) ->
            "blocked by " + ids.stream().map(id -> id - before).toList();
        case StartResult.Gone _ -> "gone";
      };
    }

    @Operation
    public boolean finish(@Param(name = "task") int task) {
      return Database.current()
          .catalog()
          .write(t -> t.finishTask(before + task, WORKER, 1, done()));
    }

    @Operation
    public String cancel(@Param(name = "task") int task) {
      return Database.current().catalog().write(t -> t.requestCancel(before + task)).name();
    }

    @Operation
    public String startable() {
      return Database.current().catalog().read(view -> view.startableTasks(100)).stream()
          .map(id -> id - before)
          .toList()
          .toString();
    }
  }

  /// The rule in words: a task starts when nothing that runs, and nothing that waits before it,
  /// conflicts with it.
  public static class Model {
    private final List<TaskState> states = new ArrayList<>();
    private final List<ResourceClaims> claims = new ArrayList<>();

    public int submit(int number) {
      states.add(TaskState.WAITING);
      claims.add(claims(number));
      return states.size();
    }

    private boolean is(int task, TaskState state) {
      return task <= states.size() && states.get(task - 1) == state;
    }

    private List<Long> blockers(int task) {
      var blockers = new ArrayList<Long>();
      for (int other = 1; other <= states.size(); other++) {
        if (other != task
            && (is(other, TaskState.RUNNING) || (waits(other) && other < task))
            && claims.get(other - 1).conflictsWith(claims.get(task - 1))) {
          blockers.add((long) other);
        }
      }
      return blockers;
    }

    boolean waits(int task) {
      return is(task, TaskState.WAITING);
    }

    public String start(int task) {
      if (!is(task, TaskState.WAITING)) {
        return "gone";
      }
      List<Long> blockers = blockers(task);
      if (!blockers.isEmpty()) {
        return "blocked by " + blockers;
      }
      states.set(task - 1, TaskState.RUNNING);
      return "started";
    }

    public boolean finish(int task) {
      if (!is(task, TaskState.RUNNING)) {
        return false;
      }
      states.set(task - 1, TaskState.SUCCEEDED);
      return true;
    }

    public String cancel(int task) {
      if (task > states.size()) {
        return CancelResult.UNKNOWN.name();
      }
      return switch (states.get(task - 1)) {
        case WAITING -> {
          states.set(task - 1, TaskState.CANCELLED);
          yield CancelResult.CANCELLED.name();
        }
        case RUNNING -> CancelResult.REQUESTED.name();
        case SUCCEEDED, FAILED, CANCELLED -> CancelResult.FINISHED.name();
      };
    }

    public String startable() {
      var startable = new ArrayList<Long>();
      for (int task = 1; task <= states.size(); task++) {
        if (is(task, TaskState.WAITING) && blockers(task).isEmpty()) {
          startable.add((long) task);
        }
      }
      return startable.toString();
    }
  }

  /// Lets later tasks overtake those that wait.
  public static class UnfairModel extends Model {
    @Override
    boolean waits(int task) {
      return false;
    }
  }
}
