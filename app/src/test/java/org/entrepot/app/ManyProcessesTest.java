package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many real processes change one store at once, and some are killed: what was acknowledged is
/// there, what was refused is not, and what was killed is there wholly or not at all.
class ManyProcessesTest {
  private static final int COMMON_PACKAGES = 12;
  private static final int OWN_PACKAGES = 6;

  @TempDir Path home;

  private final Map<String, Claim> claims = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicLong meanMillis = new AtomicLong(1000);

  private enum Ending {
    ACKNOWLEDGED,
    REFUSED,
    KILLED
  }

  private record Ended(Ending ending, String told) {}

  /// What became of all attempts to create a repository of one name.
  private record Claim(AtomicInteger acknowledged, AtomicInteger unknown) {}

  @Test
  void fourProcessesAtOnce() throws Exception {
    storm(4, 40, 8, 20_260_728);
  }

  @Test
  @Tag("slow")
  void sixteenProcessesAtOnce() throws Exception {
    storm(16, 400, 8, 20_260_729);
  }

  private void storm(int workers, int changes, int killOneOf, long seed) throws Exception {
    var program = new Program(home);
    program.ok("repo", "create", RandomChange.SHARED);
    Map<String, Path> common = packages("common", COMMON_PACKAGES);
    var results = new ArrayList<Future<Set<StoreModel>>>();
    try (var threads = Executors.newFixedThreadPool(workers)) {
      for (int i = 0; i < workers; i++) {
        int worker = i;
        Map<String, Path> own = packages("own" + worker + "x", OWN_PACKAGES);
        results.add(
            threads.submit(() ->
                work(
                    worker, changes / workers, killOneOf, new Random(seed + worker), common, own)));
      }
    }
    String title = "seed " + seed;
    var possible = new ArrayList<Set<StoreModel>>();
    var violations = new ArrayList<String>();
    for (Future<Set<StoreModel>> result : results) {
      try {
        possible.add(result.get());
      } catch (ExecutionException e) {
        violations.add(String.valueOf(e.getCause()));
      }
    }
    System.out.printf(
        "%d processes at once, seed %d: %d acknowledged, %d refused, %d killed, %d violations%n",
        workers, seed, acknowledged.get(), refused.get(), killed.get(), violations.size());
    assertThat(violations).as(title).isEmpty();

    Ended next = run("after", List.of("repo", "create", "after"), 0);
    assertThat(next.ending()).as("%s: %s", title, next).isEqualTo(Ending.ACKNOWLEDGED);
    List<String> observed = observed(program);
    for (int worker = 0; worker < workers; worker++) {
      List<String> seen = ofWorker(worker, observed);
      List<List<String>> expected =
          possible.get(worker).stream().map(StoreModel::lines).distinct().toList();
      assertThat(expected).as("%s, worker %d", title, worker).contains(seen);
    }
    assertThat(claimed(observed)).as(title).allSatisfy(this::isClaimed);
    claims.forEach((name, claim) -> {
      if (claim.acknowledged().get() > 0) {
        assertThat(claimed(observed)).as(title).contains(name);
      }
    });
    program.ok("db", "cleanup");
    assertThat(program.ok("db", "cleanup"))
        .as(title)
        .contains(
            "Deleting unreferenced packages (0)",
            "Deleting unreferenced files (0)",
            "Deleting stray published files (0)");
    assertThat(observed(program)).as(title).isEqualTo(observed);
    assertThat(program.ok("task", "list")).as(title).contains("No tasks wait or run");
  }

  private Map<String, Path> packages(String stem, int count) {
    var files = new TreeMap<String, Path>();
    for (int i = 0; i < count; i++) {
      String name = stem + i;
      files.put(
          name + "_1.0_amd64",
          DebBuilder.of(name, "1.0", "amd64")
              .file("./usr/share/" + name, name.repeat(100))
              .writeTo(home.resolve("packages")));
    }
    return files;
  }

  private Set<StoreModel> work(
      int worker,
      int changes,
      int killOneOf,
      Random random,
      Map<String, Path> common,
      Map<String, Path> own)
      throws IOException, InterruptedException {
    Set<StoreModel> possible =
        Set.of(
            StoreModel.empty()
                .withRepository(
                    RandomChange.SHARED, new StoreModel.Repository(-1, "", new TreeSet<>())));
    var history = new ArrayList<String>();
    for (int i = 0; i < changes; i++) {
      long killAfter =
          random.nextInt(killOneOf) == 0
              ? Math.max(1, (long) (meanMillis.get() * (0.2 + random.nextDouble())))
              : 0;
      if (random.nextInt(12) == 0) {
        claim(worker, "claim-" + random.nextInt(Math.max(2, changes / 4)), killAfter);
        continue;
      }
      RandomChange change =
          RandomChange.next(
              random,
              worker,
              worker * 10_000 + i,
              possible.stream().findFirst().orElseThrow(),
              common,
              own);
      Ended ended = run("w" + worker, change.words(), killAfter);
      history.add(ended.ending() + " " + String.join(" ", change.words()));
      possible = after(possible, change, ended.ending());
      if (possible.isEmpty()) {
        throw new AssertionError(
            "worker %d: %s was not to be expected after %s"
                .formatted(worker, ended, String.join("\n", history)));
      }
    }
    return possible;
  }

  private static Set<StoreModel> after(Set<StoreModel> before, RandomChange change, Ending ending) {
    var after = new LinkedHashSet<StoreModel>();
    for (StoreModel state : before) {
      var changed = change.effect().apply(state);
      if (ending == Ending.KILLED || (ending == Ending.REFUSED && changed.isEmpty())) {
        after.add(state);
      }
      if (ending != Ending.REFUSED) {
        changed.ifPresent(after::add);
      }
    }
    return after;
  }

  /// Everybody wants this name: one gets it.
  private void claim(int worker, String name, long killAfter)
      throws IOException, InterruptedException {
    Claim claim =
        claims.computeIfAbsent(name, _ -> new Claim(new AtomicInteger(), new AtomicInteger()));
    claim.unknown().incrementAndGet();
    Ended ended = run("w" + worker, List.of("repo", "create", name), killAfter);
    switch (ended.ending()) {
      case ACKNOWLEDGED -> {
        claim.unknown().decrementAndGet();
        if (claim.acknowledged().incrementAndGet() > 1) {
          throw new AssertionError(name + " was created twice");
        }
      }
      case REFUSED -> {
        claim.unknown().decrementAndGet();
        if (!ended.told().contains("already exists")) {
          throw new AssertionError(ended.told());
        }
      }
      case KILLED -> {
        // stays unknown
      }
    }
  }

  private void isClaimed(String name) {
    Claim claim =
        Objects.requireNonNull(claims.get(name), () -> "nobody has ever asked for " + name);
    assertThat(claim.acknowledged().get() + claim.unknown().get()).as(name).isPositive();
  }

  private static List<String> claimed(List<String> observed) {
    return observed.stream()
        .filter(line -> line.startsWith("repository claim-"))
        .map(line -> line.split(" ", -1)[1])
        .toList();
  }

  /// @param killAfter milliseconds, or 0 to let it end
  private Ended run(String who, List<String> words, long killAfter)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(words);
    Path told = home.resolve(who + ".told");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile());
    builder.environment().put("HOME", home.toString());
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    if (killAfter > 0) {
      if (!process.waitFor(killAfter, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } else if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", words) + " did not end: " + Files.readString(told));
    }
    int exitCode = process.waitFor();
    String text = String.join(" ", words) + ": " + Files.readString(told);
    if (exitCode == 0 || exitCode == 1) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      meanMillis.updateAndGet(mean -> (mean * 7 + millis) / 8);
      (exitCode == 0 ? acknowledged : refused).incrementAndGet();
      return new Ended(exitCode == 0 ? Ending.ACKNOWLEDGED : Ending.REFUSED, text);
    }
    if (killAfter == 0 || exitCode != 128 + 9) {
      throw new AssertionError("exit code %d of %s".formatted(exitCode, text));
    }
    killed.incrementAndGet();
    return new Ended(Ending.KILLED, text);
  }

  /// Everything that the program lists and the published directory holds.
  private static List<String> observed(Program program) throws IOException {
    var lines = new TreeSet<String>();
    List<String> repositories = program.ok("repo", "list", "-raw").lines().toList();
    assertThat(repositories).doesNotHaveDuplicates();
    for (String name : repositories) {
      String shown = program.ok("repo", "show", "-with-packages", name);
      lines.add(StoreModel.repositoryLine(name, value(shown, "Comment:"), packages(shown)));
    }
    List<String> snapshots = program.ok("snapshot", "list", "-raw").lines().toList();
    assertThat(snapshots).doesNotHaveDuplicates();
    for (String name : snapshots) {
      lines.add(
          StoreModel.snapshotLine(
              name, packages(program.ok("snapshot", "show", "-with-packages", name))));
    }
    SortedMap<String, SortedSet<String>> published = PublishedTree.check(program.published());
    List<String> publications = program.ok("publish", "list", "-raw").lines().toList();
    assertThat(publications).doesNotHaveDuplicates();
    var points = new HashSet<String>();
    for (String line : publications) {
      String[] words = line.split(" ", -1);
      String point = words[0] + "/" + words[1];
      points.add(point);
      String source =
          program
              .ok("publish", "show", words[1], words[0])
              .lines()
              .filter(l -> l.startsWith("  main: "))
              .findFirst()
              .orElseThrow()
              .substring(8);
      int bracket = source.lastIndexOf(" [");
      lines.add(
          StoreModel.publicationLine(
              point,
              source.substring(bracket + 2, source.length() - 1),
              source.substring(0, bracket),
              published.getOrDefault(point, new TreeSet<>(Set.of("no such directory")))));
    }
    assertThat(published.keySet()).isEqualTo(points);
    return List.copyOf(lines);
  }

  private static String value(String shown, String field) {
    return shown
        .lines()
        .filter(line -> line.startsWith(field))
        .findFirst()
        .orElseThrow()
        .substring(field.length())
        .strip();
  }

  private static SortedSet<String> packages(String shown) {
    List<String> names =
        shown
            .lines()
            .dropWhile(line -> !line.equals("Packages:"))
            .skip(1)
            .map(String::strip)
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    return new TreeSet<>(names);
  }

  /// The lines of a worker's objects, and of the shared repository what it holds of the worker's
  /// packages.
  private static List<String> ofWorker(int worker, List<String> observed) {
    var lines = new TreeSet<String>();
    for (String line : observed) {
      String name = line.split(" ", -1)[1];
      if (name.startsWith("w%d-".formatted(worker)) || name.contains("/d%d-".formatted(worker))) {
        lines.add(line);
      } else if (name.equals(RandomChange.SHARED)) {
        var own = new TreeSet<String>();
        for (String word :
            line.substring(line.indexOf('[') + 1, line.length() - 1).split(", ", -1)) {
          if (word.startsWith("own%dx".formatted(worker))) {
            own.add(word);
          }
        }
        lines.add(StoreModel.repositoryLine(name, "", own));
      }
    }
    return List.copyOf(lines);
  }
}
