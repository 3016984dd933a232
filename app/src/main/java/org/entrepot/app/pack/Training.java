package org.entrepot.app.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.entrepot.app.CommandLogging;
import org.entrepot.app.Main;
import org.entrepot.app.demo.SamplePackages;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.service.RepositoryException;

/// What a JVM does while it learns for an ahead-of-time cache: typical command lines, all in one
/// process, often enough for useful profiles. Classes that are used here start quickly later.
///
/// Arguments: `work`, and a directory for a store that is made there; or `look` or `sets`, and a
/// store that was made by `work` in another process.
public final class Training {
  private static final int ROUNDS = 25;
  private static final int MIRROR_ROUNDS = 10;
  private static final int INCREMENT_ROUNDS = 5;
  private static final int PACKAGES = 40; // so many that one more is a small change of an index

  /// Nothing initializes this interface. The cache would leave it out, and each start of the JVM
  /// look for it in one jar after the other.
  private static final String NOT_LINKED = "org.tukaani.xz.lz.MatchLengthFinder";

  private Training() {}

  /// Runs the command lines; their output goes nowhere.
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    CommandLogging.use();
    Main.prepareMeanwhile();
    var _ = Environment.ofProcess();
    Path store = Files.createDirectories(Path.of(arguments[1]));
    Path configuration = store.resolve("entrepot.conf");
    var environment = new Environment(Map.of("HOME", store.toString()));
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Runner runner = runner(configuration, nowhere, environment);
      Path other = store.resolve("mirrors.conf"); // whose pool has nothing when mirrors are updated
      Runner mirroring = runner(other, nowhere, environment);
      if (arguments[0].equals("look")) {
        for (int round = 0; round < ROUNDS; round++) {
          look(runner);
          mirroring.run("mirror", "list");
          mirroring.run("mirror", "show", "kept");
        }
      } else if (arguments[0].equals("sets")) {
        large();
        for (int round = 0; round < ROUNDS; round++) {
          sets(runner, "s" + round);
          mirroring.run("mirror", "edit", "-filter=training", "kept");
          mirroring.run("mirror", "search", "kept", "Name");
          mirroring.run("mirror", "rename", "kept", "renamed");
          mirroring.run("mirror", "rename", "renamed", "kept");
          mirroring.run("schedule", "list");
          mirroring.run("schedule", "show", "kept");
        }
      } else {
        Files.writeString(
            configuration,
            "{\"rootDir\": \"%s\", \"architectures\": [\"amd64\", \"source\"]}"
                .formatted(store.resolve("root").toAbsolutePath()));
        Class.forName(NOT_LINKED);
        large();
        work(runner, store);
        Files.writeString(
            other, "{\"rootDir\": \"%s\"}".formatted(store.resolve("other").toAbsolutePath()));
        mirrors(mirroring, store.resolve("root/public"));
      }
    }
  }

  private static Runner runner(Path configuration, PrintStream nowhere, Environment environment) {
    return words -> {
      var line = new ArrayList<>(List.of("-config=" + configuration));
      line.addAll(List.of(words));
      Main.run(line, InputStream.nullInputStream(), nowhere, nowhere, environment);
    };
  }

  private static void look(Runner runner) {
    runner.run("version");
    runner.run("help");
    runner.run("help", "repo", "add");
    runner.run("unknown");
    runner.run("config", "show");
    runner.run("repo", "list");
    runner.run("repo", "list", "-json");
    runner.run("repo", "show", "-with-packages", "kept");
    runner.run("repo", "show", "missing");
    runner.run("snapshot", "list", "-raw");
    runner.run("snapshot", "show", "-with-packages", "-json", "kept-1");
    runner.run("publish", "list");
    runner.run("publish", "show", "kept");
    runner.run("publish", "source", "list", "kept");
    runner.run("task", "list", "-all");
    runner.run("task", "show", "1");
    runner.run("task", "output", "1");
    runner.run("key", "list");
    runner.run("audit", "list");
  }

  private static void work(Runner runner, Path store) throws IOException {
    runner.run("version");
    runner.run("unknown");
    runner.run("key", "generate", "-algorithm=rsa3072", "RSA");
    runner.run("key", "delete", "RSA");
    runner.run("key", "generate", "Training");
    Path packages = Files.createDirectories(store.resolve("packages"));
    Path many = Files.createDirectories(store.resolve("many"));
    try {
      Path build = Files.createDirectories(store.resolve("build"));
      SamplePackages.build(packages, build, "amd64");
      for (int i = 0; i < PACKAGES; i++) {
        SamplePackages.build(
            many,
            build,
            "training-" + i,
            i % 4 == 0 ? "all" : "amd64",
            "Depends: training-%d (>= 1.0) | missing-%d (<< 2), virtual-%d\nProvides: virtual-%d (= 1.0)\n"
                .formatted(i + 1, i, i - 1, i),
            "usr/share/training/" + i,
            "content " + i);
      }
    } catch (RepositoryException _) {
      // no dpkg-deb here: the rest of the lines still teaches something
    }
    for (int round = 0; round < ROUNDS; round++) {
      rounds(runner, packages, "r" + round);
    }
    for (int round = 0; round < INCREMENT_ROUNDS; round++) {
      increments(runner, many, "i" + round);
    }
    runner.run("db", "cleanup");
    runner.run("repo", "create", "-distribution=kept", "kept");
    runner.run("repo", "add", "kept", packages.toString(), many.toString());
    runner.run("snapshot", "create", "kept-1", "from", "repo", "kept");
    runner.run("publish", "snapshot", "-architectures=amd64", "kept-1");
  }

  /// Mirrors what was published, again and again, over HTTP.
  private static void mirrors(Runner runner, Path published) throws IOException {
    var mounts = List.of(new Mount("/", published));
    try (ArchiveServer server =
        ArchiveServer.start(ArchiveOptions.loopback(mounts), Clock.systemUTC())) {
      String url = server.uri().toString();
      for (int round = 0; round < MIRROR_ROUNDS; round++) {
        String name = "m" + round;
        runner.run("mirror", "create", "-ignore-signatures", name, url, "kept");
        runner.run("mirror", "update", "-ignore-signatures", name);
        runner.run("mirror", "update", "-ignore-signatures", name);
        runner.run("mirror", "drop", name);
        runner.run("db", "cleanup");
      }
      runner.run("mirror", "create", "-ignore-signatures", "kept", url, "kept");
      runner.run("schedule", "add", "-every=1d", "-mirror=kept", "kept");
    }
  }

  /// Publishes again after small changes.
  private static void increments(Runner runner, Path packages, String name) {
    runner.run("repo", "create", "-distribution=" + name, name);
    runner.run("repo", "add", name, packages.toString());
    runner.run("publish", "repo", "-architectures=amd64", name, "increments");
    runner.run("repo", "remove", name, "training-7");
    runner.run("publish", "update", name, "increments");
    runner.run("repo", "add", name, packages.resolve("training-7_1.0-1_amd64.deb").toString());
    runner.run("publish", "update", name, "increments");
    runner.run("publish", "update", name, "increments");
    runner.run("publish", "drop", name, "increments");
    runner.run("repo", "drop", "-force", name);
  }

  /// Changes of names and sets alone, to the store with what was kept.
  private static void sets(Runner runner, String name) {
    runner.run("repo", "create", "-distribution=" + name, name);
    runner.run("repo", "edit", "-comment=training", name);
    runner.run("repo", "copy", "kept", name, "Name");
    runner.run("repo", "search", name, "Name (~ entrepot)");
    runner.run("repo", "move", name, "kept", "entrepot-hello");
    runner.run("repo", "copy", "-with-deps", "kept", name, "entrepot-hello");
    runner.run("repo", "remove", name, "entrepot-hello");
    algebra(runner, "kept", name);
    runner.run("snapshot", "rename", name + "-5", name + "-6");
    runner.run("snapshot", "drop", name + "-6");
    runner.run("package", "search", "Name (~ entrepot)");
    runner.run("package", "show", "-with-references", "entrepot-hello");
    runner.run("publish", "source", "add", "kept", "other=kept-1");
    runner.run("publish", "source", "drop", "kept");
    runner.run("publish", "search", "kept", "Name");
    runner.run("repo", "rename", name, name + "-renamed");
    runner.run("repo", "drop", name + "-renamed");
    runner.run("token", "list");
  }

  /// Snapshots of a repository, and what is made of them.
  private static void algebra(Runner runner, String repository, String name) {
    runner.run("snapshot", "create", name + "-1", "from", "repo", repository);
    runner.run("snapshot", "list");
    runner.run("snapshot", "filter", "-with-deps", name + "-1", name + "-2", "entrepot-hello");
    runner.run("snapshot", "merge", name + "-3", name + "-1", name + "-2");
    runner.run("snapshot", "merge", "-latest", name + "-4", name + "-2", name + "-1");
    runner.run("snapshot", "pull", name + "-2", name + "-1", name + "-5", "Name (~ entrepot)");
    runner.run("snapshot", "verify", name + "-1");
    runner.run("snapshot", "diff", name + "-1", name + "-2");
    runner.run("snapshot", "search", name + "-1", "Description (~ entrepot)");
  }

  /// Sets of a size that archives have: their bitmaps are of other classes than small ones.
  private static void large() {
    var runs = PackageSet.of(IntStream.range(0, 200_000));
    var bits = PackageSet.of(IntStream.range(0, 200_000).filter(id -> id % 3 > 0));
    for (PackageSet set : List.of(runs, bits, runs.union(bits), runs.minus(bits))) {
      PackageSet parsed = PackageSet.parse(set.serialize());
      if (!parsed.equals(set) || parsed.stream().count() != set.size() || !runs.containsAll(set)) {
        throw new IllegalStateException("a package set changed on its way");
      }
      var _ = parsed.with(300_000).intersect(runs).digest();
    }
  }

  private interface Runner {
    void run(String... words);
  }

  private static void rounds(Runner runner, Path packages, String name) {
    runner.run("repo", "create", "-distribution=" + name, name);
    runner.run("repo", "add", name, packages.toString());
    runner.run("repo", "list");
    runner.run("repo", "show", "-with-packages", "-json", name);
    runner.run("repo", "search", name, "Name (~ entrepot)");
    algebra(runner, name, name);
    runner.run("publish", "snapshot", "-architectures=amd64,source", name + "-1");
    runner.run("repo", "remove", name, "entrepot-hello");
    runner.run("publish", "repo", "-architectures=amd64", name, "other");
    runner.run("publish", "update", name, "other");
    runner.run("publish", "list");
    runner.run("publish", "drop", name);
    runner.run("task", "list", "-all");
  }
}
