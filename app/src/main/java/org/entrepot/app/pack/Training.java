package org.entrepot.app.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrepot.app.Main;
import org.entrepot.app.demo.SamplePackages;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.service.RepositoryException;

/// What a JVM does while it learns for the ahead-of-time cache: typical command lines, all in one
/// process, often enough for useful profiles. Classes that are used here start quickly later. The
/// argument is a directory that may be filled and is removed afterwards.
public final class Training {
  private static final int ROUNDS = 25;

  private Training() {}

  /// Runs the command lines; their output goes nowhere.
  public static void main(String[] arguments) throws IOException {
    Path work = Files.createDirectories(Path.of(arguments[0]));
    Path configuration = work.resolve("entrepot.conf");
    Files.writeString(
        configuration, "{\"rootDir\": \"%s\"}".formatted(work.resolve("root").toAbsolutePath()));
    var environment = new Environment(Map.of("HOME", work.toString()));
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Runner runner =
          words -> {
            var line = new ArrayList<>(List.of("-config=" + configuration));
            line.addAll(List.of(words));
            Main.run(line, InputStream.nullInputStream(), nowhere, nowhere, environment);
          };
      runner.run("version");
      runner.run("help");
      runner.run("unknown");
      runner.run("key", "generate", "-algorithm=rsa3072", "RSA");
      runner.run("key", "delete", "RSA");
      runner.run("key", "generate", "Training");
      Path packages = Files.createDirectories(work.resolve("packages"));
      try {
        SamplePackages.build(packages, Files.createDirectories(work.resolve("build")), "amd64");
      } catch (RepositoryException _) {
        // no dpkg-deb here: the rest of the lines still teaches something
      }
      for (int round = 0; round < ROUNDS; round++) {
        rounds(runner, packages, "r" + round);
      }
      runner.run("db", "cleanup");
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
    runner.run("publish", "snapshot", "-architectures=amd64,source", name + "-1");
    runner.run("repo", "remove", name, "entrepot-hello");
    runner.run("publish", "repo", "-architectures=amd64", name, "other");
    runner.run("publish", "update", name, "other");
    runner.run("publish", "list");
    runner.run("publish", "drop", name);
    runner.run("task", "list", "-all");
  }
}
