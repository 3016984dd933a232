package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// apt reads a signed archive again and again while it and its neighbours are published, switched
/// and dropped, and never meets an error.
class AptWhilePublishingTest {
  /// By default the indices of three states can be fetched: the one that apt began with outlives
  /// two further ones.
  private static final int CHANGES_WITHIN_ONE_READING = 2;

  @TempDir Path home;

  @Test
  void aptNeverFailsWhileEightChangesArePublished() throws Exception {
    read(8, 20_260_801);
  }

  @Test
  @Tag("slow")
  void aptNeverFailsWhileFiftyChangesArePublished() throws Exception {
    read(50, 20_260_802);
  }

  private void read(int changes, long seed) throws Exception {
    var program = new Program(home);
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    Path keyring = home.resolve("keyring.asc");
    Files.writeString(keyring, program.ok("key", "export"));
    program.ok("repo", "create", "mine");
    add(program, 1);
    program.ok("snapshot", "create", "s1", "from", "repo", "mine");
    program.ok("-architectures=amd64,source", "publish", "snapshot", "-distribution=stable", "s1");
    var turns = new Semaphore(0);
    int rounds = 0;
    try (ArchiveServer server =
            ArchiveServer.start(
                ArchiveOptions.loopback(List.of(new Mount("/", program.published()))),
                Clock.systemUTC());
        var publisher = Executors.newSingleThreadExecutor()) {
      var apt = new AptClient(home.resolve("apt"), server.uri(), keyring, "stable");
      Future<Integer> publishing =
          publisher.submit(() -> publish(program, changes, new Random(seed), turns));
      try {
        while (!publishing.isDone()) {
          turns.drainPermits();
          turns.release(CHANGES_WITHIN_ONE_READING);
          apt.update();
          if (rounds++ % 3 == 0) {
            assertThat(apt.install("app")).hasSize(2);
          }
        }
      } finally {
        turns.release(changes);
      }
      int last = publishing.get();
      apt.update();
      assertThat(apt.install("app"))
          .as("seed %d", seed)
          .containsExactly("app_%d_amd64.deb".formatted(last), "lib_%d_amd64.deb".formatted(last));
    }
    System.out.printf(
        "apt while publishing, seed %d: %d changes, %d readings without an error%n",
        seed, changes, rounds + 1);
  }

  /// The version that `stable` holds in the end.
  private int publish(Program program, int changes, Random random, Semaphore turns)
      throws IOException, InterruptedException {
    int version = 1;
    int published = 1;
    var siblings = new TreeSet<String>();
    for (int i = 0; i < changes; i++) {
      String sibling = "sibling" + random.nextInt(3);
      switch (i == changes - 1 ? 0 : random.nextInt(8)) {
        case 0, 1, 2 -> {
          version++;
          add(program, version);
          // what only passing versions hold: its files come and go in the pool
          program.ok("repo", "remove", "mine", "passing (<< %d)".formatted(version));
          program.ok("snapshot", "create", "s" + version, "from", "repo", "mine");
          turns.acquire();
          program.ok("publish", "switch", "stable", "s" + version);
          published = version;
        }
        case 3 -> {
          turns.acquire();
          program.ok("publish", "update", "-valid-for=%dh".formatted(i + 1), "stable");
        }
        case 4, 5 -> {
          if (siblings.add(sibling)) {
            program.ok(
                "-architectures=amd64", "publish", "repo", "-distribution=" + sibling, "mine");
          } else {
            program.ok("publish", "update", sibling);
          }
        }
        case 6 -> {
          if (siblings.remove(sibling)) {
            program.ok("publish", "drop", sibling);
          } else {
            program.ok("repo", "edit", "-comment=round-" + i, "mine");
          }
        }
        default -> {
          for (int old = 1; old < published; old++) {
            program.run("snapshot", "drop", "s" + old);
          }
          program.ok("db", "cleanup");
        }
      }
    }
    return published;
  }

  private void add(Program program, int version) throws IOException {
    Path folder = Files.createDirectories(home.resolve("packages/" + version));
    String number = Integer.toString(version);
    DebBuilder.of("app", number, "amd64")
        .field("Depends", "lib (= %d)".formatted(version))
        .file("./usr/bin/app", number)
        .writeTo(folder);
    DebBuilder.of("lib", number, "amd64").file("./usr/lib/lib", number.repeat(999)).writeTo(folder);
    DebBuilder.of("passing", number, "amd64").file("./usr/share/passing", number).writeTo(folder);
    program.ok("repo", "add", "mine", folder.toString());
  }
}
