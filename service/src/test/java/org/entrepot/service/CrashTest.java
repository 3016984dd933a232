package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.WholeArchive.Moment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a working process by `kill -9` at random moments. The next one finds everything that was
/// acknowledged, a whole archive, and no trace of the dead.
@Timeout(600)
class CrashTest {
  @TempDir Path root;

  static Setup setup(Path root) {
    return Setup.at(root).signing().with(settings -> Setup.compressing(settings, Compression.GZIP));
  }

  @Test
  void whatWasAcknowledgedSurvivesKillingAndTheRestIsWithdrawn()
      throws IOException, InterruptedException {
    killRepeatedly(3, Long.getLong("entrepot.seed", 5));
  }

  @Tag("slow")
  @Test
  void whatWasAcknowledgedSurvivesKillingManyTimes() throws IOException, InterruptedException {
    killRepeatedly(40, Long.getLong("entrepot.seed", System.nanoTime()));
  }

  private void killRepeatedly(int rounds, long seed) throws IOException, InterruptedException {
    System.out.println("seed of the kills: -Dentrepot.seed=" + seed);
    var random = new Random(seed);
    Path store = root.resolve("store");
    try (var first = new Store(setup(store))) {
      first.createRepository("r");
      first.createRepository("gone");
      first.run(Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable"));
    }
    var acknowledged = new ArrayList<String>();
    for (int round = 0; round < rounds; round++) {
      List<String> lines = runAndKill(store, round, random);
      acknowledged.addAll(lines);
      recover(store, acknowledged, random.nextInt(3) == 0);
    }
    System.out.printf("%d kills, %d acknowledged changes%n", rounds, acknowledged.size());
  }

  private static List<String> runAndKill(Path store, int round, Random random)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWorker.class.getName(),
            store.toString(),
            Integer.toString(round),
            Long.toString(random.nextLong()));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    var lines = new ArrayList<String>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null && !line.equals("ready")) {
        assertThat(line).startsWith("SLF4J");
        line = reader.readLine();
      }
      boolean ended = process.waitFor(200 + random.nextInt(2500), TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly(); // SIGKILL, and what it printed can still be read
      for (line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      assertThat(ended).as("ended by itself: " + lines).isFalse();
    }
    process.waitFor();
    return lines;
  }

  private static void recover(Path where, List<String> acknowledged, boolean cleanUp)
      throws IOException {
    WholeArchive.check(where.resolve("public"), Moment.AT_ANY_INSTANT);
    try (var store = new Store(setup(where))) {
      store.entrepot().engine().settleDeadTasks();
      assertThat(store.unfinished()).isEmpty();
      assertThat(store.intents()).isEmpty();
      WholeArchive.check(store.publicRoot(), Moment.AT_REST);
      List<String> packages = store.packagesOf("r");
      List<String> points = store.publications().stream().map(p -> p.point().toString()).toList();
      for (String line : acknowledged) {
        String name = line.substring(line.indexOf(' ') + 1);
        switch (line.substring(0, line.indexOf(' '))) {
          case "added" -> assertThat(packages).contains("src_%s_source".formatted(name));
          case "snapshot" -> assertThat(store.packagesIn(name)).as(line).isNotNull();
          case "published" -> {
            if (acknowledged.contains("dropped " + name)) {
              assertThat(points).doesNotContain("p/" + name);
            } else if (!acknowledged.contains("dropping " + name)) {
              assertThat(points).contains("p/" + name);
            }
          }
          case "updated", "dropping", "dropped" -> {}
          default -> throw new AssertionError(line);
        }
      }
      store.run(Store.updating("p", "stable"));
      WholeArchive.check(store.publicRoot(), Moment.AT_REST);
      if (cleanUp) {
        store.cleanUp();
        var again = store.cleanUp();
        assertThat(again.packages()).isEmpty();
        assertThat(again.poolFiles()).isEmpty();
        assertThat(again.publishedFiles()).isEmpty();
        assertThat(WholeArchive.files(where.resolve("work"))).isEmpty();
        assertThat(WholeArchive.files(where.resolve("pool/.tmp"))).isEmpty();
        WholeArchive.check(store.publicRoot(), Moment.AT_REST);
      }
    }
  }
}
