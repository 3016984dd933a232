package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.TaskState;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.WholeArchive.Moment;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.TakeoverOperation;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fails, and kills, each operation at each single call that changes the catalog or the storage:
/// readers see the old or the new archive whole, the next command completes, and in the end nothing
/// tells that there was a fault.
class FaultAtEveryCallTest {
  private static final String MIRROR = "m";
  private static final Set<MirrorPart> PARSED = Set.of(MirrorPart.SOURCES, MirrorPart.UDEBS);
  private static final Set<MirrorPart> AS_IS =
      Set.of(MirrorPart.AS_IS, MirrorPart.SOURCES, MirrorPart.UDEBS);
  private static final int FAST_RUNS = 7; // of each kind and operation, in the fast suite

  @TempDir Path root;

  /// What may go on after a fault.
  private enum After {
    /// The process lives on: only one call failed.
    GOING_ON,
    /// The process died; another opens the store.
    DEATH
  }

  /// An operation, and the store that it finds.
  enum Scenario {
    ADD,
    PUBLISH,
    UPDATE,
    SWITCH,
    UPDATE_WITHOUT_BY_HASH,
    DROP,
    CLEAN_UP,
    TAKE_OVER,
    FETCH_AS_IS,
    SWITCH_AS_IS,
    PUBLISH_FETCHED;

    void prepare(Store store) {
      switch (this) {
        case ADD -> {
          store.createRepository("r");
          store.add("r", packages(store, "old", "0.9"));
        }
        case PUBLISH -> {
          store.createRepository("r");
          store.add("r", packages(store, "new", "1.0"));
        }
        case UPDATE, UPDATE_WITHOUT_BY_HASH -> {
          publishThrice(store);
          store.add("r", packages(store, "new", "1.0"));
          store.remove("r", "hello (= 0.9)");
        }
        case SWITCH -> {
          store.createRepository("r");
          store.add("r", packages(store, "old", "0.9"));
          store.snapshot("s1", "r");
          store.add("r", packages(store, "new", "1.0"));
          store.remove("r", "hello (= 0.9)");
          store.snapshot("s2", "r");
          store.run(Store.publishing(SourceKind.SNAPSHOT, "s1", ".", "stable"));
        }
        case DROP -> {
          publishThrice(store);
          store.createRepository("other");
          store.add("other", packages(store, "old", "0.9"));
          store.run(Store.publishing(SourceKind.REPOSITORY, "other", "p", "testing"));
        }
        case CLEAN_UP -> {
          publishThrice(store);
          store.createRepository("gone");
          store.add("gone", packages(store, "gone", "3.0"));
          store.remove("gone", "Name");
          strayFile(store);
        }
        case TAKE_OVER -> {
          store.createRepository("ours");
          publishElsewhere(store);
        }
        case FETCH_AS_IS -> {
          publishElsewhere(store);
          store.run(Store.mirroring(MIRROR, predecessor(store), AS_IS));
        }
        case PUBLISH_FETCHED -> {
          publishElsewhere(store);
          store.run(Store.mirroring(MIRROR, predecessor(store), PARSED));
          store.run(Store.fetching(MIRROR));
          store.run(Store.snapshottingMirror("s1", MIRROR));
        }
        case SWITCH_AS_IS -> {
          publishElsewhere(store);
          store.run(Store.mirroring(MIRROR, predecessor(store), AS_IS));
          store.run(Store.fetching(MIRROR));
          store.run(Store.snapshottingMirror("s1", MIRROR));
          store.run(Store.publishing(SourceKind.SNAPSHOT, "s1", ".", "stable"));
          try (var peer = new Store(setup(store.root().resolve("peer"), TAKE_OVER))) {
            peer.add("one", packages(store, "newer", "2.0"));
            peer.run(Store.updating(".", "stable"));
          }
          store.run(Store.fetching(MIRROR));
          store.run(Store.snapshottingMirror("s2", MIRROR));
        }
      }
    }

    Operation operation(Store store) {
      return switch (this) {
        case ADD -> Store.adding("r", packages(store, "new", "1.0"));
        case PUBLISH -> Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable");
        case UPDATE, UPDATE_WITHOUT_BY_HASH -> Store.updating("p", "stable");
        case SWITCH -> Store.switching(".", "stable", "s2");
        case DROP -> Store.dropping("p", "stable");
        case CLEAN_UP -> new CleanUp(Execution.CARRY_OUT);
        case FETCH_AS_IS -> Store.fetching(MIRROR);
        case PUBLISH_FETCHED -> Store.publishing(SourceKind.SNAPSHOT, "s1", "p", "stable");
        case SWITCH_AS_IS -> Store.switching(".", "stable", "s2");
        case TAKE_OVER ->
            new TakeoverOperation.ImportReprepro(
                predecessor(store),
                Prefix.parse("p"),
                TakeoverOperation.Sharing.LINK,
                Execution.CARRY_OUT);
      };
    }

    private static Path predecessor(Store store) {
      return store.root().resolve("peer/public");
    }

    /// What reprepro would have published, made by a store of its own.
    private static void publishElsewhere(Store store) {
      try (var peer = new Store(setup(store.root().resolve("peer"), TAKE_OVER))) {
        peer.createRepository("one");
        peer.add("one", packages(store, "new", "1.0"));
        peer.run(Store.publishing(SourceKind.REPOSITORY, "one", ".", "stable"));
        peer.createRepository("two");
        peer.add("two", packages(store, "old", "0.9"));
        peer.run(Store.publishing(SourceKind.REPOSITORY, "two", ".", "testing"));
        Path conf = Files.createDirectories(predecessor(store).resolve("conf"));
        Files.writeString(
            conf.resolve("distributions"),
            """
            Codename: stable
            Architectures: amd64 source
            Components: main

            Codename: testing
            Architectures: amd64 source
            Components: main
            """);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static void publishThrice(Store store) {
      store.createRepository("r");
      store.add("r", packages(store, "first", "0.7"));
      store.run(Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable"));
      store.add("r", packages(store, "second", "0.8"));
      store.remove("r", "hello (= 0.7)");
      store.run(Store.updating("p", "stable"));
      store.add("r", packages(store, "old", "0.9"));
      store.remove("r", "hello (= 0.8)");
      store.run(Store.updating("p", "stable"));
    }

    private static Path packages(Store store, String name, String version) {
      try {
        Path directory = Files.createDirectories(store.root().resolve("incoming/" + name));
        DebBuilder.of("hello", version, "amd64").file("usr/bin/hello", version).writeTo(directory);
        DebBuilder.of("data", version, "all").file("usr/share/data", version).writeTo(directory);
        DebBuilder.of("boot", version, "amd64").suffix(".udeb").writeTo(directory);
        DscBuilder.nativePackage("tool", version).build().writeTo(directory);
        return directory;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static void strayFile(Store store) {
      try {
        Files.writeString(store.publicRoot().resolve("p/pool/main/h/hello/stray.deb"), "stray");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// Everything that can be told apart from outside.
  private record State(
      SortedMap<String, String> published,
      SortedMap<String, String> pool,
      SortedMap<String, String> catalog) {}

  private static Setup setup(Path where, Scenario scenario) {
    return Setup.at(where)
        .with(settings -> Setup.withByHash(settings, scenario != Scenario.UPDATE_WITHOUT_BY_HASH))
        .with(settings -> Setup.compressing(Setup.keeping(settings, 3), Compression.GZIP))
        .signing()
        .asDoomedProcess();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void survivesAFaultAtSomeCalls(Scenario scenario) throws IOException {
    new Campaign(scenario, FAST_RUNS).run();
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void survivesAFaultAtEveryCall(Scenario scenario) throws IOException {
    // An import of two archives makes many calls that are alike.
    new Campaign(scenario, scenario == Scenario.TAKE_OVER ? 100 : Integer.MAX_VALUE).run();
  }

  @Test
  void readersSeeAWholeArchiveBeforeEachCall() throws IOException {
    for (Scenario scenario : Scenario.values()) {
      var campaign = new Campaign(scenario, 0);
      Path copy = campaign.copy("watched");
      var faults =
          Faults.watching(
              _ -> campaign.seenIsOldOrNew(copy, Moment.AT_ANY_INSTANT, "while it runs"));
      try (var store = new Store(setup(copy, scenario).with(faults))) {
        faults.arm();
        store.run(scenario.operation(store));
        faults.disarm();
      }
      assertThat(faults.count()).isGreaterThan(10);
    }
  }

  /// All runs of one scenario on copies of one prepared store.
  private final class Campaign {
    private final Scenario scenario;
    private final int runs;
    private final Path prepared;
    private final SortedMap<String, String> before;
    private final SortedMap<String, String> after;
    private final State expected;
    private final OperationResult.CleanedUp expectedCleanUp;
    private final int calls;

    Campaign(Scenario scenario, int runs) throws IOException {
      this.scenario = scenario;
      this.runs = runs;
      prepared = root.resolve(scenario + "-prepared");
      try (var store = new Store(setup(prepared, scenario))) {
        scenario.prepare(store);
      }
      before = WholeArchive.check(prepared.resolve("public"), Moment.AT_REST);
      var counting = Faults.none();
      try (var store = new Store(setup(copy("undisturbed"), scenario).with(counting))) {
        Operation operation = scenario.operation(store);
        counting.arm();
        store.run(operation);
        counting.disarm();
        calls = counting.count();
        after = WholeArchive.check(store.publicRoot(), Moment.AT_REST);
        expectedCleanUp = store.cleanUp();
        expected = state(store);
      }
    }

    void run() throws IOException {
      int step = Math.max(1, calls / runs);
      var failures = new ArrayList<String>();
      for (int n = 1; n <= calls; n += step) {
        for (After then : After.values()) {
          try {
            disturb(n, then);
          } catch (AssertionError | RuntimeException e) {
            failures.add(
                "%s, fault at call %d of %d, %s: %s".formatted(scenario, n, calls, then, e));
          }
        }
      }
      assertThat(failures).isEmpty();
    }

    private Path copy(String name) throws IOException {
      return copyTree(prepared, root.resolve(scenario + "-" + name));
    }

    private void disturb(int n, After then) throws IOException {
      Path copy = copy(then + "-" + n);
      var faults = then == After.DEATH ? Faults.from(n) : Faults.at(n);
      boolean done;
      long tasksBefore;
      try (var store = new Store(setup(copy, scenario).with(faults))) {
        Operation operation = scenario.operation(store);
        tasksBefore = lastTask(store);
        faults.arm();
        Optional<TaskOutcome> outcome = attempt(store, operation);
        seenIsOldOrNew(copy, Moment.AT_ANY_INSTANT, "after the fault");
        done = outcome.filter(FaultAtEveryCallTest::isComplete).isPresent();
        if (then == After.GOING_ON) {
          faults.disarm();
          assertThat(unfinished(store)).as("tasks that hang, after %s", outcome).isEmpty();
          finish(store, done);
        }
      }
      if (then == After.DEATH) {
        try (var store = new Store(setup(copy, scenario))) {
          store.entrepot().engine().settleDeadTasks();
          seenIsOldOrNew(copy, Moment.AT_REST, "after recovery");
          assertThat(unfinished(store)).as("tasks that hang").isEmpty();
          finish(store, done || succeeded(store, tasksBefore));
        }
      }
      FileTrees.remove(copy);
    }

    private void finish(Store store, boolean done) throws IOException {
      if (!done) {
        store.run(scenario.operation(store));
      }
      same("releases", WholeArchive.check(store.publicRoot(), Moment.AT_REST), after);
      OperationResult.CleanedUp cleaned = store.cleanUp();
      // A fault between the new Release and the end leaves a generation too many, no more.
      var leftOver = new ArrayList<>(cleaned.publishedFiles());
      leftOver.removeAll(WholeArchive.files(prepared.resolve("public")).keySet());
      assertThat(leftOver).as("new files that nobody needs").isEmpty();
      assertThat(cleaned.publishedFiles()).containsAll(expectedCleanUp.publishedFiles());
      State state = state(store);
      same("published", state.published(), expected.published());
      same("pool", state.pool(), expected.pool());
      same("catalog", state.catalog(), expected.catalog());
      assertThat(WholeArchive.files(store.root().resolve("work"))).as("work files").isEmpty();
    }

    private void seenIsOldOrNew(Path copy, Moment moment, String when) {
      SortedMap<String, String> seen = WholeArchive.check(copy.resolve("public"), moment);
      for (var name : new TreeSet<>(seen.keySet())) {
        assertThat(List.of(before.getOrDefault(name, ""), after.getOrDefault(name, "")))
            .as("%s %s", name, when)
            .contains(seen.get(name));
      }
    }
  }

  private static void same(
      String what, SortedMap<String, String> seen, SortedMap<String, String> expected) {
    var difference = new TreeMap<String, String>();
    seen.forEach((name, value) -> {
      if (!value.equals(expected.get(name))) {
        difference.put("has " + name, value);
      }
    });
    expected.forEach((name, value) -> {
      if (!value.equals(seen.get(name))) {
        difference.put("lacks " + name, value);
      }
    });
    assertThat(difference).as(what).isEmpty();
  }

  private static Optional<TaskOutcome> attempt(Store store, Operation operation) {
    try {
      return Optional.of(store.outcome(operation));
    } catch (RepositoryException _) {
      return Optional.empty();
    }
  }

  /// A file that could not be stored is told, and does not fail the import of the others.
  private static boolean isComplete(TaskOutcome outcome) {
    return outcome instanceof TaskOutcome.Succeeded(_, var result)
        && !(result instanceof OperationResult.Imported imported
            && !imported.failedFiles().isEmpty());
  }

  private static List<Task> unfinished(Store store) {
    return store
        .catalog()
        .read(view -> view.tasks(TaskFilter.in(TaskState.WAITING, TaskState.RUNNING)));
  }

  private static long lastTask(Store store) {
    return store.catalog().read(view -> view.tasks(TaskFilter.all())).getLast().id();
  }

  /// Whether the task after `before` is there and succeeded, perhaps by recovery.
  private static boolean succeeded(Store store, long before) {
    return store
        .catalog()
        .read(view -> view.findTask(before + 1))
        .filter(task -> task.state() == TaskState.SUCCEEDED)
        .isPresent();
  }

  private static State state(Store store) throws IOException {
    var pool = WholeArchive.files(store.root().resolve("pool"));
    pool.keySet().removeIf(name -> name.startsWith("."));
    return new State(
        WholeArchive.files(store.publicRoot()),
        pool,
        store.catalog().read(FaultAtEveryCallTest::describe));
  }

  private static SortedMap<String, String> describe(View view) {
    var state = new TreeMap<String, String>();
    view.repositories()
        .forEach(r -> state.put("repository " + r.name(), names(view, r.packages())));
    view.snapshots().forEach(s -> state.put("snapshot " + s.name(), names(view, s.packages())));
    for (Publication publication : view.publications()) {
      for (Generation generation : view.generations(publication.id())) {
        generation
            .sets()
            .forEach((component, set) ->
                state.put(
                    "publication %s generation %d component %s"
                        .formatted(publication.point(), generation.number(), component),
                    names(view, set)));
      }
    }
    state.put("intents", view.intents().toString());
    state.put("all packages", names(view, view.allPackages()));
    return state;
  }

  private static String names(View view, Sha256 set) {
    return names(view, view.set(set));
  }

  private static String names(View view, PackageSet set) {
    return view.packages(set).stream()
        .map(stored -> stored.value().key().full())
        .sorted()
        .toList()
        .toString();
  }

  private static Path copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }
}
