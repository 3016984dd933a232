package org.entrepot.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrepot.cli.configuration.Environment;

/// Runs command lines in this JVM on a store of their own, as a shell would see them.
final class Program {
  private final Path home;

  Program(Path home) throws IOException {
    this(home, "");
  }

  /// @param settings more keys of the configuration, as JSON members
  Program(Path home, String settings) throws IOException {
    this.home = home;
    configure(settings);
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
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode;
    try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        var errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
      exitCode =
          Main.run(
              List.of(words),
              InputStream.nullInputStream(),
              outStream,
              errStream,
              new Environment(Map.of("HOME", home.toString())));
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
