package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.StartResult.Blocked;
import org.entrepot.catalog.task.StartResult.Gone;
import org.entrepot.catalog.task.StartResult.Started;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.Access;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.task.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every engine does with tasks: the promises P1 and P8.
abstract class TaskQueueContractTest extends CatalogHarness {
  private static final Actor ACTOR = new Actor.LocalUser("anna");
  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);
  private static final TaskResult DONE = new TaskResult.Succeeded("{}");

  private static ResourceClaims changes(String... names) {
    return claims(Access.EXCLUSIVE, names);
  }

  private static ResourceClaims reads(String... names) {
    return claims(Access.SHARED, names);
  }

  private static ResourceClaims claims(Access access, String... names) {
    return ResourceClaims.of(
        List.of(names).stream()
            .map(name ->
                new ResourceClaim(new Resource.NamedObject(ObjectKind.REPOSITORY, name), access))
            .toList());
  }

  private long submit(ResourceClaims claims) {
    return submit(catalog, claims);
  }

  private static long submit(Catalog where, ResourceClaims claims) {
    return where.write(t ->
        t.submitTask(
            new NewTask("a task", "test", "{}", claims, ACTOR, Grant.ALL, Optional.empty())));
  }

  private StartResult start(long id, UUID worker) {
    return catalog.write(t -> t.tryStart(id, worker));
  }

  private boolean finish(long id, UUID worker, int attempt) {
    return catalog.write(t -> t.finishTask(id, worker, attempt, DONE));
  }

  private Task task(long id) {
    return catalog.read(v -> v.findTask(id)).orElseThrow();
  }

  @Test
  void aResultIsNotedOnlyByWhoeverHoldsTheTask() {
    long id = submit(ResourceClaims.none());
    start(id, ANN);
    assertThat(notes(id, ANN, 2)).isFalse();
    assertThat(notes(id, BOB, 1)).isFalse();
    assertThat(task(id).resultJson()).isEmpty();
    assertThat(notes(id, ANN, 1)).isTrue();
    assertThat(task(id).resultJson()).isEqualTo("{}");
    assertThat(task(id).state()).isEqualTo(TaskState.RUNNING);
    assertThat(changed(catalog, t -> t.adopt(id, ANN, 1, BOB)).value()).hasValue(2);
    assertThat(task(id).resultJson()).isEqualTo("{}");
    assertThat(finish(id, BOB, 2)).isTrue();
    assertThat(notes(id, BOB, 2)).isFalse();
  }

  private boolean notes(long id, UUID worker, int attempt) {
    return catalog.write(t -> t.noteResult(id, worker, attempt, "{}"));
  }

  @Test
  void aTaskGoesThroughItsStates() {
    var claims = changes("a", "\u00fc %").and(reads("b"));
    var id = submit(claims);
    assertThat(task(id).state()).isEqualTo(TaskState.WAITING);
    assertThat(task(id).claims()).isEqualTo(claims);
    assertThat(task(id).submittedAt()).isEqualTo(NOW);
    assertThat(task(id).actor()).isEqualTo(ACTOR);
    assertThat(start(id, ANN)).isEqualTo(new Started(1));
    assertThat(task(id).worker()).contains(ANN);
    assertThat(start(id, BOB)).isEqualTo(new Gone());
    catalog.write(t -> {
      t.setProgress(id, "{\"done\":1}");
      return true;
    });
    assertThat(finish(id, BOB, 1)).isFalse();
    assertThat(finish(id, ANN, 2)).isFalse();
    assertThat(finish(id, ANN, 1)).isTrue();
    assertThat(finish(id, ANN, 1)).isFalse();
    assertThat(task(id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(task(id).progressJson()).isEqualTo("{\"done\":1}");
    assertThat(task(id).finishedAt()).contains(NOW);
    assertThat(start(id, ANN)).isEqualTo(new Gone());
    assertThat(start(999, ANN)).isEqualTo(new Gone());
  }

  @Test
  void conflictingTasksRunInTheOrderOfSubmission() {
    var first = submit(changes("a"));
    var second = submit(reads("a"));
    var third = submit(reads("a"));
    var fourth = submit(changes("a"));
    var elsewhere = submit(changes("b"));
    assertThat(seen(catalog, v -> v.startableTasks(9)).value()).containsExactly(first, elsewhere);
    assertThat(start(second, ANN)).isEqualTo(new Blocked(List.of(first)));
    assertThat(start(first, ANN)).isEqualTo(new Started(1));
    assertThat(start(third, ANN)).isEqualTo(new Blocked(List.of(first)));
    finish(first, ANN, 1);
    assertThat(start(fourth, ANN)).isEqualTo(new Blocked(List.of(second, third)));
    assertThat(start(third, ANN)).isEqualTo(new Started(1));
    assertThat(start(second, BOB)).isEqualTo(new Started(1));
    finish(second, BOB, 1);
    finish(third, ANN, 1);
    assertThat(start(fourth, ANN)).isEqualTo(new Started(1));
  }

  @Test
  void claimsThatGrowGoOnOrWaitAgainAtTheOldPlace() {
    var first = submit(changes("a"));
    var second = submit(changes("b"));
    start(first, ANN);
    assertThat(changed(catalog, t -> t.replaceClaims(first, ANN, 1, changes("a", "c"))).value())
        .isEqualTo(new Started(1));
    start(second, BOB);
    assertThat(changed(catalog, t -> t.replaceClaims(first, ANN, 1, changes("a", "b"))).value())
        .isEqualTo(new Blocked(List.of(second)));
    assertThat(task(first).state()).isEqualTo(TaskState.WAITING);
    assertThat(changed(catalog, t -> t.replaceClaims(first, ANN, 1, changes("a"))).value())
        .isEqualTo(new Gone());
    assertThat(start(first, ANN)).isEqualTo(new Blocked(List.of(second)));
    var third = submit(changes("b"));
    finish(second, BOB, 1);
    assertThat(start(third, BOB)).isEqualTo(new Blocked(List.of(first)));
    assertThat(start(first, BOB)).isEqualTo(new Started(2));
    assertThat(seen(catalog, v -> v.stillHolds(first, ANN, 1)).value()).isFalse();
    assertThat(seen(catalog, v -> v.stillHolds(first, BOB, 2)).value()).isTrue();
  }

  @Test
  void aTaskThatIsCancelledWhileItWaitsBlocksNobody() {
    var first = submit(changes("a"));
    var second = submit(changes("a"));
    assertThat(changed(catalog, t -> t.requestCancel(first)).value())
        .isEqualTo(CancelResult.CANCELLED);
    assertThat(task(first).state()).isEqualTo(TaskState.CANCELLED);
    assertThat(start(first, ANN)).isEqualTo(new Gone());
    assertThat(start(second, ANN)).isEqualTo(new Started(1));
    assertThat(changed(catalog, t -> t.requestCancel(second)).value())
        .isEqualTo(CancelResult.REQUESTED);
    assertThat(seen(catalog, v -> v.isCancelRequested(second)).value()).isTrue();
    assertThat(task(second).state()).isEqualTo(TaskState.RUNNING);
    var stopped = new TaskResult.Cancelled("CANCELLED", "on request");
    catalog.write(t -> t.finishTask(second, ANN, 1, stopped));
    assertThat(task(second).errorMessage()).isEqualTo("on request");
    assertThat(changed(catalog, t -> t.requestCancel(second)).value())
        .isEqualTo(CancelResult.FINISHED);
    assertThat(changed(catalog, t -> t.requestCancel(12345)).value())
        .isEqualTo(CancelResult.UNKNOWN);
  }

  @Test
  void outputIsReadFromAnyPosition() {
    var id = submit(ResourceClaims.none());
    for (var text : List.of("one\n", "", "tw\u00f6\n", "\ud83d\ude00\0\n")) {
      catalog.write(t -> {
        t.appendOutput(id, text);
        t.appendOutput(4711, text);
        return true;
      });
    }
    var whole = "one\ntw\u00f6\n\ud83d\ude00\ufffd\n";
    for (var from = 0; from <= whole.length() + 1; from++) {
      var at = from;
      if (at == 9) {
        continue; // in the middle of a character
      }
      assertThat(seen(catalog, v -> v.taskOutput(id, at)).value())
          .isEqualTo(whole.substring(Math.min(at, whole.length())));
    }
  }

  @Test
  void aTaskOfADeadWorkerIsTakenOverOnce() {
    var id = submit(changes("a"));
    var lease = NOW.plusSeconds(30);
    catalog.write(t -> {
      t.registerWorker(new Worker(ANN, "host", 17, 4711, "boot", lease));
      t.registerWorker(new Worker(BOB, "host", 18, 4712, "boot", lease));
      return true;
    });
    start(id, ANN);
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(_ -> false)).value()).isEmpty();
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(worker -> worker.pid() == 18)).value())
        .isEmpty();
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(worker -> worker.pid() == 17)).value())
        .extracting(Task::id)
        .containsExactly(id);
    assertThat(changed(catalog, t -> t.renewWorker(ANN, lease.plusSeconds(30))).value()).isTrue();
    assertThat(seen(catalog, View::workers).value().getFirst().leaseUntil())
        .isEqualTo(lease.plusSeconds(30));
    catalog.write(t -> {
      t.removeWorker(ANN);
      return true;
    });
    assertThat(changed(catalog, t -> t.renewWorker(ANN, lease)).value()).isFalse();
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(_ -> false)).value()).hasSize(1);

    assertThat(changed(catalog, t -> t.adopt(id, ANN, 1, BOB)).value()).hasValue(2);
    assertThat(changed(catalog, t -> t.adopt(id, ANN, 1, BOB)).value()).isEmpty();
    assertThat(finish(id, ANN, 1)).isFalse();
    assertThat(changed(catalog, t -> t.requeueTask(id, ANN, 1)).value()).isFalse();
    assertThat(changed(catalog, t -> t.requeueTask(id, BOB, 2)).value()).isTrue();
    assertThat(start(id, BOB)).isEqualTo(new Started(3));
    assertThat(finish(id, BOB, 3)).isTrue();
  }

  @Test
  void aWaitingTaskWhoseWaiterDiedIsFound() {
    catalog.write(t ->
        t.submitTask(
            new NewTask("x", "test", "{}", reads("a"), ACTOR, Grant.ALL, Optional.empty())));
    var abandoned =
        catalog.write(t ->
            t.submitTask(
                new NewTask("x", "test", "{}", reads("a"), ACTOR, Grant.ALL, Optional.of(ANN))));
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(_ -> false)).value())
        .extracting(Task::id)
        .containsExactly(abandoned);
    catalog.write(t -> {
      t.registerWorker(new Worker(ANN, "host", 17, 4711, "boot", NOW));
      return true;
    });
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(_ -> false)).value()).isEmpty();
    assertThat(seen(catalog, v -> v.tasksOfDeadWorkers(_ -> true)).value()).hasSize(1);
  }

  @Test
  void oldTasksExpireAndActiveOnesDoNot() {
    var ids = new ArrayList<Long>();
    for (var i = 0; i < 6; i++) {
      ids.add(submit(ResourceClaims.none()));
    }
    for (var i = 0; i < 4; i++) {
      start(ids.get(i), ANN);
      finish(ids.get(i), ANN, 1);
    }
    start(ids.get(4), ANN);
    assertThat(changed(catalog, t -> t.expireTasks(NOW, 100)).value()).isZero();
    assertThat(changed(catalog, t -> t.expireTasks(NOW, 1)).value()).isEqualTo(3);
    assertThat(seen(catalog, v -> v.tasks(TaskFilter.all())).value())
        .extracting(Task::id)
        .containsExactly(ids.get(3), ids.get(4), ids.get(5));
    assertThat(changed(catalog, t -> t.deleteTask(ids.get(4))).value()).isFalse();
    assertThat(changed(catalog, t -> t.deleteTask(ids.get(3))).value()).isTrue();
    assertThat(changed(catalog, t -> t.expireTasks(NOW.plusSeconds(1), 100)).value()).isZero();
    assertThat(seen(catalog, v -> v.tasks(TaskFilter.in(TaskState.WAITING))).value())
        .extracting(Task::id)
        .containsExactly(ids.get(5));
    assertThat(submit(ResourceClaims.none())).isGreaterThan(ids.get(5));
  }

  @Test
  void tasksAreListedInPages() {
    for (var i = 0; i < 5; i++) {
      submit(ResourceClaims.none());
    }
    var all = catalog.read(v -> v.tasks(TaskFilter.all())).stream().map(Task::id).toList();
    var page = new TaskFilter(Set.of(), all.get(1), 2);
    assertThat(seen(catalog, v -> v.tasks(page)).value())
        .extracting(Task::id)
        .containsExactlyElementsOf(all.subList(2, 4));
  }

  /// What runs, by the observers' own account, which no engine can gloss over.
  private static final class Ledger {
    private final HashMap<Long, ResourceClaims> running = new HashMap<>();
    private final HashMap<Long, ResourceClaims> done = new HashMap<>();
    private final ArrayList<String> faults = new ArrayList<>();

    synchronized void begin(long id, ResourceClaims claims) {
      running.forEach((other, held) -> {
        if (held.conflictsWith(claims)) {
          faults.add(id + " runs together with " + other);
        }
      });
      done.forEach((other, held) -> {
        if (other > id && held.conflictsWith(claims)) {
          faults.add(other + " overtook " + id);
        }
      });
      if (running.put(id, claims) != null || done.containsKey(id)) {
        faults.add(id + " runs twice");
      }
    }

    synchronized void end(long id, ResourceClaims claims) {
      running.remove(id);
      done.put(id, claims);
    }
  }

  @Test
  @Timeout(120)
  void manyWorkersOnManyCatalogsKeepTheOrderAndNothingStarves() throws Exception {
    var seed = Long.getLong("entrepot.seed", 20260304L);
    var catalogs = List.of(catalog, open(), open());
    var ledger = new Ledger();
    var each = 12;
    var threads = 8;
    var finished = new AtomicInteger();
    Threads.run(
        threads,
        index -> {
          var random = new Random(seed + index);
          var own = catalogs.get(index % catalogs.size());
          var worker = new UUID(1, index);
          for (var i = 0; i < each; i++) {
            submit(own, randomClaims(random));
          }
          var changes = own.changes();
          while (finished.get() < threads * each) {
            var ran = false;
            for (var id : own.read(v -> v.startableTasks(4))) {
              if (own.write(t -> t.tryStart(id, worker)) instanceof Started(var attempt)) {
                var claims = own.read(v -> v.findTask(id)).orElseThrow().claims();
                ledger.begin(id, claims);
                assertThat(seen(own, v -> v.stillHolds(id, worker, attempt)).value()).isTrue();
                ledger.end(id, claims);
                assertThat(changed(own, t -> t.finishTask(id, worker, attempt, DONE)).value())
                    .isTrue();
                finished.incrementAndGet();
                ran = true;
              }
            }
            if (!ran) {
              changes.awaitChange(Duration.ofMillis(100));
            }
          }
        });
    assertThat(ledger.faults).as("seed %d", seed).isEmpty();
    assertThat(ledger.done).hasSize(threads * each);
    assertThat(seen(catalog, v -> v.tasks(TaskFilter.in(TaskState.SUCCEEDED))).value())
        .hasSize(threads * each);
  }

  private static ResourceClaims randomClaims(Random random) {
    var claims = ResourceClaims.none();
    for (var i = random.nextInt(3); i >= 0; i--) {
      var name = "r" + random.nextInt(5);
      claims = claims.and(random.nextInt(3) == 0 ? changes(name) : reads(name));
    }
    return claims;
  }

  @Test
  void idsAppearInOrder() throws Exception {
    var catalogs = List.of(catalog, open(), open());
    var seen = new ArrayList<Long>();
    Threads.run(
        4,
        index -> {
          for (var i = 0; i < 25; i++) {
            if (index == 3) {
              var ids =
                  catalog.read(v -> v.tasks(TaskFilter.all())).stream().map(Task::id).toList();
              // Whoever sees an id sees every smaller one.
              assertThat(ids.subList(0, seen.size())).isEqualTo(seen);
              seen.addAll(ids.subList(seen.size(), ids.size()));
            } else {
              submit(catalogs.get(index), ResourceClaims.none());
            }
          }
        });
    var ids = catalog.read(v -> v.tasks(TaskFilter.all())).stream().map(Task::id).toList();
    assertThat(ids).hasSize(75).isSorted();
  }
}
