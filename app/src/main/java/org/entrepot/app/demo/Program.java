package org.entrepot.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Runs one of the machine's programs, within a bound of time.
final class Program {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Program() {}

  /// What it printed, both streams together.
  ///
  /// @param packageName the Debian package that has the program, for whoever has to install it
  static String run(Path directory, String packageName, List<String> command) throws IOException {
    var output = directory.resolve("." + Path.of(command.getFirst()).getFileName() + ".out");
    Process process;
    try {
      var builder =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      process = builder.start();
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "%s is not installed; on Debian: apt-get install %s"
              .formatted(command.getFirst(), packageName),
          e);
    }
    process.getOutputStream().close();
    boolean ended;
    try {
      ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new RepositoryException(ErrorCode.CANCELLED, "the demo was interrupted", e);
    }
    if (!ended) {
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      throw new RepositoryException(
          ErrorCode.CHECK_FAILED,
          "%s %s:%n%s"
              .formatted(
                  String.join(" ", command),
                  ended ? "failed with exit code " + process.exitValue() : "did not end in time",
                  text.strip()));
    }
    return text;
  }
}
