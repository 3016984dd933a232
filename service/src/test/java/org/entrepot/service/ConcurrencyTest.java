package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.WholeArchive.Moment;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.RepositoryOperation.DropRepository;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Several processes (each an own [Entrepot]) with several threads each change one store at once.
@Timeout(300)
class ConcurrencyTest {
  private static final int INSTANCES = 3;
  private static final int THREADS = 4; // of each instance

  @TempDir Path root;

  /// What holds the catalog.
  enum Engine {
    SQLITE,
    POSTGRESQL;

    CatalogUrl url(Path root) {
      return switch (this) {
        case SQLITE -> new CatalogUrl.Sqlite(root.resolve("catalog.db"));
        case POSTGRESQL -> new CatalogUrl.Postgres(PostgresServer.shared().newDatabase());
      };
    }
  }

  /// One thread's part.
  private interface Work<T> {
    T on(Store store, int thread) throws IOException;
  }

  private final List<Store> stores = new ArrayList<>();

  private void open(Engine engine) {
    open(engine, root.resolve("store"));
  }

  private void open(Engine engine, Path store) {
    Setup setup =
        Setup.at(store).with(engine.url(store)).with(settings -> Setup.keeping(settings, 60));
    for (int i = 0; i < INSTANCES; i++) {
      stores.add(new Store(setup));
    }
  }

  private Store first() {
    return stores.getFirst();
  }

  private void close() {
    stores.forEach(Store::close);
    stores.clear();
  }

  /// Runs the work in every thread of every instance, all starting at one instant. Processes do not
  /// share carriers of virtual threads, so instances here must not: one that waits for the file of
  /// another would keep the carrier that the other needs to go on.
  private <T> List<T> everywhere(Work<T> work) throws IOException {
    var calls = new ArrayList<Callable<T>>();
    var start = new CountDownLatch(1);
    for (int i = 0; i < INSTANCES * THREADS; i++) {
      int thread = i;
      Store store = stores.get(i % INSTANCES);
      calls.add(() -> {
        start.await();
        return work.on(store, thread);
      });
    }
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(Thread::new)) {
      List<Future<T>> futures = calls.stream().map(executor::submit).toList();
      start.countDown();
      var results = new ArrayList<T>();
      for (Future<T> future : futures) {
        results.add(result(future));
      }
      return results;
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /// `SUCCEEDED`, or the code of the refusal.
  private static String told(Store store, Operation operation) {
    try {
      return switch (store.outcome(operation)) {
        case TaskOutcome.Succeeded _ -> "SUCCEEDED";
        case TaskOutcome.Failed failed -> failed.code().name();
      };
    } catch (RepositoryException e) {
      return e.code().name();
    }
  }

  private static Map<String, Integer> counts(List<String> outcomes) {
    var counts = new HashMap<String, Integer>();
    outcomes.forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
    return counts;
  }

  private Path debs(String directory, DebBuilder... debs) throws IOException {
    Path path = Files.createDirectories(root.resolve("incoming").resolve(directory));
    for (DebBuilder deb : debs) {
      deb.writeTo(path);
    }
    return path;
  }

  private static DebBuilder deb(String name, String version) {
    return DebBuilder.of(name, version, "amd64").file("usr/bin/" + name, name + version);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void ofManyWhoCreateOneNameOneWins(Engine engine) throws IOException {
    open(engine);
    for (int round = 0; round < 4; round++) {
      String name = "r" + round;
      List<String> outcomes = everywhere((store, _) -> told(store, Store.creating(name)));
      assertThat(counts(outcomes))
          .isEqualTo(Map.of("SUCCEEDED", 1, "NAME_TAKEN", INSTANCES * THREADS - 1));
    }
    assertThat(first().unfinished()).isEmpty();
    close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void noAdditionToOneRepositoryIsLost(Engine engine) throws IOException {
    open(engine);
    first().createRepository("r");
    int rounds = 3;
    everywhere((store, thread) -> {
      for (int round = 0; round < rounds; round++) {
        String version = Integer.toString(round);
        Path path = debs(thread + "-" + round, deb("p" + thread, version));
        assertThat(store.add("r", path).failedFiles()).isEmpty();
      }
      return true;
    });
    var expected = new TreeSet<String>();
    for (int thread = 0; thread < INSTANCES * THREADS; thread++) {
      for (int round = 0; round < rounds; round++) {
        expected.add("p%d_%d_amd64".formatted(thread, round));
      }
    }
    assertThat(first().packagesOf("r")).containsExactlyElementsOf(expected);
    assertThat(first().cleanUp().poolFiles()).isEmpty();
    close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void ofManyWhoPublishToOnePointOneWins(Engine engine) throws IOException {
    open(engine);
    first().createRepository("r");
    first().add("r", debs("one", deb("hello", "1")));
    List<String> outcomes =
        everywhere(
            (store, _) -> told(store, Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable")));
    assertThat(counts(outcomes))
        .isEqualTo(Map.of("SUCCEEDED", 1, "PLACE_TAKEN", INSTANCES * THREADS - 1));
    WholeArchive.check(first().publicRoot(), Moment.AT_REST);
    assertThat(first().cleanUp().publishedFiles()).isEmpty();
    close();
  }

  /// Paths of mirrored packages are read by whoever publishes them first, here everybody at once.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void publicationsOfOneMirrorListThePathsOfAll(Engine engine) throws IOException {
    open(engine);
    int packages = 300; // read in two slices
    first().createRepository("upstream");
    first()
        .add(
            "upstream",
            debs(
                "many",
                IntStream.range(0, packages)
                    .mapToObj(i -> deb("p" + i, "1"))
                    .toArray(DebBuilder[]::new)));
    first().run(Store.publishing(SourceKind.REPOSITORY, "upstream", "upstream", "stable"));
    Path upstream = first().publicRoot().resolve("upstream");
    close();
    open(engine, root.resolve("mirrors"));
    first().run(Store.mirroring("m", upstream, Set.of()));
    first().run(Store.fetching("m"));
    first().run(Store.snapshottingMirror("s", "m"));
    List<String> outcomes =
        everywhere((store, thread) ->
            told(store, Store.publishing(SourceKind.SNAPSHOT, "s", "p" + thread, "stable")));
    assertThat(counts(outcomes)).isEqualTo(Map.of("SUCCEEDED", INSTANCES * THREADS));
    var listed = new TreeSet<String>();
    for (int i = 0; i < packages; i++) {
      listed.add("usr/bin/p" + i);
    }
    for (int thread = 0; thread < INSTANCES * THREADS; thread++) {
      assertThat(contentsOf(first().publicRoot().resolve("p" + thread)))
          .containsExactlyElementsOf(listed);
    }
    WholeArchive.check(first().publicRoot(), Moment.AT_REST);
    close();
  }

  private static List<String> contentsOf(Path archive) throws IOException {
    Path index = archive.resolve("dists/stable/main/Contents-amd64.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(index))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1) // the names of the columns
          .map(line -> line.substring(0, line.indexOf(' ')))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsBeingPublishedCannotBeDroppedAndTheReverse(Engine engine) throws IOException {
    open(engine);
    for (int round = 0; round < 4; round++) {
      String name = "r" + round;
      first().createRepository(name);
      first().add(name, debs(name, deb("hello", "1")));
      List<String> outcomes =
          everywhere((store, thread) ->
              told(
                  store,
                  thread % 2 == 0
                      ? new DropRepository(new RepositoryName(name), Force.FORCE)
                      : Store.publishing(SourceKind.REPOSITORY, name, name, "d" + thread)));
      boolean there =
          first().catalog().read(view -> view.findRepository(new RepositoryName(name)).isPresent());
      long published =
          first().publications().stream()
              .filter(publication -> publication.point().toString().contains(name + "/"))
              .count();
      assertThat(published > 0).as(outcomes.toString()).isEqualTo(there);
      assertThat(outcomes).isSubsetOf("SUCCEEDED", "IN_USE", "REPOSITORY_NOT_FOUND");
      assertThat(first().unfinished()).isEmpty();
    }
    WholeArchive.check(first().publicRoot(), Moment.AT_REST);
    close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSnapshotIsAStateThatWasCommittedAndNeverChanges(Engine engine) throws IOException {
    open(engine);
    first().createRepository("r");
    List<String> names =
        everywhere((store, thread) -> {
          if (thread % 2 == 0) {
            for (int i = 0; i < 3; i++) {
              String version = thread + "." + i;
              store.add("r", debs("pair" + version, deb("left", version), deb("right", version)));
            }
            return "";
          }
          String name = "s" + thread;
          store.snapshot(name, "r");
          return name + " " + String.join(" ", store.packagesIn(name));
        });
    for (String snapshot : names) {
      if (snapshot.isEmpty()) {
        continue;
      }
      List<String> words = List.of(snapshot.split(" ", -1));
      List<String> members =
          words.subList(1, words.size()).stream().filter(w -> !w.isEmpty()).toList();
      assertThat(members.stream().filter(m -> m.startsWith("left")).map(m -> m.substring(4)))
          .containsExactlyElementsOf(
              members.stream()
                  .filter(m -> m.startsWith("right"))
                  .map(m -> m.substring(5))
                  .toList());
      assertThat(first().packagesIn(words.getFirst())).isEqualTo(members);
    }
    close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everythingAtOnceLeavesEverythingRight(Engine engine) throws IOException {
    storm(engine, Long.getLong("entrepot.seed", 11), 5);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Engine.class)
  void everythingAtOnceLeavesEverythingRightForLong(Engine engine) throws IOException {
    storm(engine, Long.getLong("entrepot.seed", System.nanoTime()), 40);
  }

  /// Random changes from everywhere, clean-ups among them, with readers who look all the time.
  private void storm(Engine engine, long seed, int steps) throws IOException {
    System.out.println("seed of the storm: -Dentrepot.seed=" + seed);
    open(engine);
    for (int i = 0; i < 3; i++) {
      first().createRepository("r" + i);
      first().add("r" + i, debs("start" + i, deb("base", "1")));
      first().run(Store.publishing(SourceKind.REPOSITORY, "r" + i, "p", "d" + i));
    }
    var stop = new AtomicBoolean();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> reader =
          executor.submit(() -> {
            int looks = 0;
            while (!stop.get()) {
              WholeArchive.check(first().publicRoot(), Moment.AT_ANY_INSTANT);
              looks++;
            }
            return looks;
          });
      try {
        everywhere((store, thread) -> {
          var random = new Random(seed * 1000 + thread);
          for (int step = 0; step < steps; step++) {
            assertThat(told(store, random(random, thread + "-" + step)))
                .isIn(
                    "SUCCEEDED",
                    "NAME_TAKEN",
                    "SNAPSHOT_NOT_FOUND",
                    "IN_USE",
                    "PLACE_TAKEN",
                    "PUBLICATION_NOT_FOUND");
          }
          return true;
        });
      } finally {
        stop.set(true);
      }
      assertThat(result(reader)).isPositive();
    }
    assertThat(first().unfinished()).isEmpty();
    assertThat(first().intents()).isEmpty();
    WholeArchive.check(first().publicRoot(), Moment.AT_REST);
    first().cleanUp();
    var again = first().cleanUp();
    assertThat(again.poolFiles()).isEmpty();
    assertThat(again.packages()).isEmpty();
    assertThat(again.publishedFiles()).isEmpty();
    WholeArchive.check(first().publicRoot(), Moment.AT_REST);
    close();
  }

  private Operation random(Random random, String unique) throws IOException {
    String repository = "r" + random.nextInt(3);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          Store.adding(
              repository, debs(unique, deb("n" + random.nextInt(4), unique), deb("shared", "1")));
      case 3, 4 -> Store.updating("p", "d" + random.nextInt(3));
      case 5 -> Store.removing(repository, "n" + random.nextInt(4));
      case 6 -> Store.snapshotting("s" + random.nextInt(5), repository);
      case 7 -> Store.publishing(SourceKind.SNAPSHOT, "s" + random.nextInt(5), "q", unique);
      default ->
          random.nextBoolean()
              ? new CleanUp(Execution.CARRY_OUT)
              : new DropSnapshot(new SnapshotName("s" + random.nextInt(5)), Force.FORCE);
    };
  }
}
