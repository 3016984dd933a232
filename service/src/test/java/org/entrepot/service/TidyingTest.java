package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An import has succeeded when it is committed; what it removes afterwards is removed under its
/// claims, whoever dies in between.
@Timeout(120)
class TidyingTest {
  @TempDir Path root;

  private Path deb(String name) throws IOException {
    return DebBuilder.of(name, "1", "amd64")
        .file("usr/bin/" + name, name)
        .writeTo(Files.createDirectories(root.resolve("incoming")));
  }

  private Operation importing(Path path) {
    return new AddPackages(
        new RepositoryName("r"),
        List.of(path),
        Replacement.REFUSE,
        AfterImport.REMOVE_FILES_AND_DIRECTORIES);
  }

  private static Task last(Store store) {
    return store.catalog().read(view -> view.tasks(TaskFilter.all())).getLast();
  }

  @Test
  void filesAreRemovedWhileTheTaskRuns() throws IOException {
    var there = new AtomicBoolean(true);
    Path deb = deb("a");
    Faults watching =
        Faults.watching(call -> {
          if (call.startsWith("finish a task")) {
            there.set(Files.exists(deb));
          }
        });
    try (var store = new Store(Setup.at(root.resolve("store")).with(watching))) {
      store.createRepository("r");
      watching.arm();
      assertThat(store.outcome(importing(deb))).isInstanceOf(TaskOutcome.Succeeded.class);
    }
    assertThat(there).isFalse();
    assertThat(root.resolve("incoming")).doesNotExist();
  }

  @Test
  void whoDiesBeforeItRemovedTheFilesLeavesThatToTheNext() throws IOException {
    Path deb = deb("a");
    Path kept = Files.createLink(root.resolve("kept"), deb);
    var dead = new AtomicBoolean();
    Faults dying =
        Faults.watching(call -> {
          if (dead.get() || call.startsWith("finish a task")) {
            dead.set(true);
            throw new CatalogFailure(CatalogFailure.Reason.UNAVAILABLE, "dead", null);
          }
        });
    Setup setup = Setup.at(root.resolve("store"));
    try (var store = new Store(setup.with(dying).asDoomedProcess())) {
      store.createRepository("r");
      dying.arm();
      assertThat(store.outcome(importing(root.resolve("incoming"))))
          .as("it is committed")
          .isInstanceOf(TaskOutcome.Succeeded.class);
    }
    Files.createDirectories(root.resolve("incoming"));
    Files.createLink(deb, kept); // as if the removal had not been reached
    try (var store = new Store(setup)) {
      assertThat(last(store).state()).isEqualTo(TaskState.RUNNING);
      store.entrepot().engine().settleDeadTasks();
      Task task = last(store);
      assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(task.resultJson()).contains("a_1_amd64");
      assertThat(store.packagesOf("r")).containsExactly("a_1_amd64");
      assertThat(root.resolve("incoming")).doesNotExist();
    }
  }

  @Test
  void aTaskThatCouldNotBeEndedIsEndedAsASuccess() throws IOException, InterruptedException {
    Path deb = deb("a");
    var failed = new AtomicBoolean();
    Faults failing =
        Faults.watching(call -> {
          if (call.startsWith("finish a task") && failed.compareAndSet(false, true)) {
            throw new CatalogFailure(CatalogFailure.Reason.UNAVAILABLE, "not now", null);
          }
        });
    try (var store = new Store(Setup.at(root.resolve("store")).with(failing))) {
      store.createRepository("r");
      failing.arm();
      assertThat(store.outcome(importing(deb))).isInstanceOf(TaskOutcome.Succeeded.class);
      assertThat(failed).isTrue();
      assertThat(last(store).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(last(store).resultJson()).contains("a_1_amd64");
    }
  }
}
