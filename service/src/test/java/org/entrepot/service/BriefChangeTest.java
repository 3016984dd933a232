package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Changes of one short transaction are made at once, unless somebody conflicts with them.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class BriefChangeTest {
  @TempDir Path root;
  private Setup setup;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    setup = Setup.at(root.resolve("store"));
    store = new Store(setup);
    store.createRepository("r");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Optional<OperationResult> atOnce(Operation operation) {
    return store.entrepot().changeAtOnce(operation, Caller.ofProcess());
  }

  private int tasks() {
    return store.catalog().read(view -> view.tasks(TaskFilter.all())).size();
  }

  private static Operation comment(String name, String text) {
    return new EditRepository(
        new RepositoryName(name),
        Optional.of(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private String comment() {
    return store
        .catalog()
        .read(view -> view.findRepository(new RepositoryName("r")))
        .orElseThrow()
        .comment();
  }

  private Path debs() throws IOException {
    Path directory = Files.createDirectories(root.resolve("debs"));
    DebBuilder.of("app", "1", "amd64").file("usr/bin/app", "app").writeTo(directory);
    return directory;
  }

  @Test
  void itIsMadeWithoutATaskAndAudited() {
    int before = tasks();
    assertThat(atOnce(comment("r", "new"))).isPresent();
    assertThat(comment()).isEqualTo("new");
    assertThat(tasks()).isEqualTo(before);
    List<AuditEntry> entries = store.catalog().read(view -> view.auditEntries(AuditFilter.all()));
    assertThat(entries).anyMatch(entry -> entry.title().equals(comment("r", "").title()));
  }

  @Test
  void whatTakesTimeIsATask() throws IOException {
    assertThat(atOnce(Store.adding("r", debs()))).isEmpty();
    assertThat(atOnce(new CleanUp(Execution.CARRY_OUT))).isEmpty();
  }

  /// A running import conflicts with a change of its repository, and a clean-up that waits for the
  /// import with whatever comes after it: neither is overtaken.
  @Test
  void whatConflictsIsNotOvertaken() throws Exception {
    store.createRepository("other");
    var reached = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    Faults holding =
        Faults.watching(call -> {
          if (call.startsWith("rename") || call.startsWith("link")) {
            reached.countDown();
            try {
              assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        });
    Path debs = debs();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var held = new Store(setup.with(holding))) {
      holding.arm();
      Future<TaskOutcome> adding = threads.submit(() -> held.outcome(Store.adding("r", debs)));
      assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(atOnce(comment("r", "too early"))).isEmpty();
      assertThat(atOnce(comment("other", "beside"))).isPresent();
      long cleaning = store.entrepot().submit(new CleanUp(Execution.CARRY_OUT));
      assertThat(atOnce(comment("other", "after the clean-up"))).isEmpty();
      assertThat(store.entrepot().cancel(cleaning)).isNotNull();
      assertThat(atOnce(comment("other", "nothing waits any more"))).isPresent();
      gate.countDown();
      assertThat(adding.get(60, TimeUnit.SECONDS)).isInstanceOf(TaskOutcome.Succeeded.class);
    }
    assertThat(comment()).isEmpty();
    assertThat(atOnce(comment("r", "now"))).isPresent();
  }

  @Test
  void aRefusalChangesNothing() {
    int before = tasks();
    assertThatThrownBy(() -> atOnce(Store.creating("r")))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    var others =
        new Caller(
            new Actor.LocalUser("somebody"),
            new Grant(Scope.WRITE, List.of(new NamePattern("theirs-*"))),
            Optional.empty());
    assertThatThrownBy(() -> store.entrepot().changeAtOnce(comment("r", "x"), others))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
    assertThat(comment()).isEmpty();
    assertThat(tasks()).isEqualTo(before);
  }

  /// One name, sixteen at once, among them some that wait for their turn.
  @Test
  void ofManyWithOneNameOneIsMade() throws Exception {
    store.add("r", debs());
    for (int round = 0; round < 20; round++) {
      var name = new SnapshotName("s" + round);
      var made = new AtomicInteger();
      var refused = new AtomicInteger();
      var create =
          new CreateSnapshot(
              name, Optional.of(new RepositoryName("r")), List.of(), List.of(), Optional.empty());
      try (var threads = Executors.newFixedThreadPool(16)) {
        for (int i = 0; i < 16; i++) {
          var _ =
              threads.submit(() -> {
                try {
                  made.addAndGet(atOnce(create).isPresent() ? 1 : 0);
                } catch (RepositoryException e) {
                  refused.addAndGet(e.code() == ErrorCode.NAME_TAKEN ? 1 : 0);
                }
              });
        }
      }
      assertThat(made.get()).isEqualTo(1);
      assertThat(refused.get()).isEqualTo(15);
    }
    List<Snapshot> snapshots = store.catalog().read(view -> view.snapshots());
    assertThat(snapshots).hasSize(20);
  }

  /// One run for each call that changes the catalog: the change is there whole, or not at all.
  @Test
  void aFaultAnywhereLeavesTheOldOrTheNewState() {
    int calls = Integer.MAX_VALUE;
    for (int n = 1; n <= calls; n++) {
      String text = "text " + n;
      var faults = Faults.at(n);
      try (var broken = new Store(setup.with(faults))) {
        faults.arm();
        String before = comment();
        boolean acknowledged;
        try {
          acknowledged =
              broken.entrepot().changeAtOnce(comment("r", text), Caller.ofProcess()).isPresent();
        } catch (RepositoryException _) {
          acknowledged = false;
        }
        assertThat(comment()).as("fault at %d", n).isEqualTo(acknowledged ? text : before);
        if (faults.count() < n) {
          calls = faults.count();
        }
      }
    }
    assertThat(calls).isBetween(5, 60);
  }
}
