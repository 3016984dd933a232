package org.entrepot.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.cli.configuration.Environment;

/// Runs command lines in this JVM on a store of their own, as a shell would see them.
final class Program {
  private final Path home;
  private final Map<String, String> environment;

  Program(Path home) throws IOException {
    this(home, "");
  }

  /// @param settings more keys of the configuration, as JSON members
  Program(Path home, String settings) throws IOException {
    this(home, Map.of("HOME", home.toString()));
    configure(settings);
  }

  private Program(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /// The same store with one more environment variable.
  Program with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Program(home, more);
  }

  /// Writes another configuration; the store stays.
  void configure(String settings) throws IOException {
    Files.writeString(
        home.resolve(".entrepot.conf"),
        "{\"rootDir\": \"%s\"%s}"
            .formatted(home.resolve("root"), settings.isEmpty() ? "" : ", " + settings));
  }

  record Result(int exitCode, String out, String err) {}

  Path home() {
    return home;
  }

  Path published() {
    return home.resolve("root/public");
  }

  Result run(String... words) {
    return runNamed("entrepot", "", words);
  }

  /// Runs a command line of a program that was called by this name, with this standard input.
  Result runNamed(String program, String input, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode;
    try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        var errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
      exitCode =
          Main.run(
              program,
              List.of(words),
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              outStream,
              errStream,
              new Environment(environment));
    }
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The output of a command that must succeed.
  String ok(String... words) {
    Result result = run(words);
    if (result.exitCode() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + result);
    }
    return result.out();
  }
}
