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
import org.entrepot.app.CommandLogging;
import org.entrepot.app.Main;
import org.entrepot.app.demo.SamplePackages;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.service.RepositoryException;

/// What a JVM does while it learns for an ahead-of-time cache: typical command lines, all in one
/// process, often enough for useful profiles. Classes that are used here start quickly later.
///
/// Arguments: `work`, and a directory for a store that is made there; or `look`, and a store that
/// was made by `work` in another process.
public final class Training {
  private static final int ROUNDS = 25;
  private static final int MIRROR_ROUNDS = 10;

  private Training() {}

  /// Runs the command lines; their output goes nowhere.
  public static void main(String[] arguments) throws IOException {
    CommandLogging.use();
    Path store = Files.createDirectories(Path.of(arguments[1]));
    Path configuration = store.resolve("entrepot.conf");
    var environment = new Environment(Map.of("HOME", store.toString()));
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Runner runner = runner(configuration, nowhere, environment);
      if (arguments[0].equals("look")) {
        for (int round = 0; round < ROUNDS; round++) {
          look(runner);
        }
      } else {
        Files.writeString(
            configuration,
            "{\"rootDir\": \"%s\"}".formatted(store.resolve("root").toAbsolutePath()));
        work(runner, store);
        Path other = store.resolve("mirrors.conf"); // whose pool has nothing yet
        Files.writeString(
            other, "{\"rootDir\": \"%s\"}".formatted(store.resolve("other").toAbsolutePath()));
        mirrors(runner(other, nowhere, environment), store.resolve("root/public"));
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
    runner.run("task", "list", "-all");
    runner.run("key", "list");
  }

  private static void work(Runner runner, Path store) throws IOException {
    runner.run("version");
    runner.run("unknown");
    runner.run("key", "generate", "-algorithm=rsa3072", "RSA");
    runner.run("key", "delete", "RSA");
    runner.run("key", "generate", "Training");
    Path packages = Files.createDirectories(store.resolve("packages"));
    try {
      SamplePackages.build(packages, Files.createDirectories(store.resolve("build")), "amd64");
    } catch (RepositoryException _) {
      // no dpkg-deb here: the rest of the lines still teaches something
    }
    for (int round = 0; round < ROUNDS; round++) {
      rounds(runner, packages, "r" + round);
    }
    runner.run("db", "cleanup");
    runner.run("repo", "create", "-distribution=kept", "kept");
    runner.run("repo", "add", "kept", packages.toString());
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
    runner.run("snapshot", "create", name + "-1", "from", "repo", name);
    runner.run("snapshot", "list");
    runner.run("snapshot", "filter", "-with-deps", name + "-1", name + "-2", "entrepot-hello");
    runner.run("snapshot", "merge", name + "-3", name + "-1", name + "-2");
    runner.run("snapshot", "merge", "-latest", name + "-4", name + "-2", name + "-1");
    runner.run("snapshot", "pull", name + "-2", name + "-1", name + "-5", "Name (~ entrepot)");
    runner.run("snapshot", "verify", name + "-1");
    runner.run("snapshot", "diff", name + "-1", name + "-2");
    runner.run("snapshot", "search", name + "-1", "Description (~ entrepot)");
    runner.run("publish", "snapshot", "-architectures=amd64,source", name + "-1");
    runner.run("repo", "remove", name, "entrepot-hello");
    runner.run("publish", "repo", "-architectures=amd64", name, "other");
    runner.run("publish", "update", name, "other");
    runner.run("publish", "list");
    runner.run("publish", "drop", name);
    runner.run("task", "list", "-all");
  }
}
