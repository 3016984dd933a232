package org.entrepot.app.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrepot.app.Main;
import org.entrepot.cli.configuration.Environment;

/// Writes what the program prints about itself to where a distribution has such files, below
/// `share/`: the manual page, and completion scripts for bash, zsh and fish.
public final class Pages {
  private Pages() {}

  /// Argument: the directory of the distribution.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("argument: DIRECTORY");
    }
    write(Path.of(arguments[0]));
  }

  static void write(Path directory) throws IOException {
    Path share = directory.resolve("share");
    write(share.resolve("man/man1/entrepot.1"), "manual");
    write(share.resolve("bash-completion/completions/entrepot"), "completion", "bash");
    write(share.resolve("zsh/site-functions/_entrepot"), "completion", "zsh");
    write(share.resolve("fish/vendor_completions.d/entrepot.fish"), "completion", "fish");
  }

  private static void write(Path file, String... words) throws IOException {
    var printed = new ByteArrayOutputStream();
    try (var out = new PrintStream(printed, false, StandardCharsets.UTF_8)) {
      int exitCode =
          Main.run(
              List.of(words),
              InputStream.nullInputStream(),
              out,
              System.err,
              new Environment(Map.of()));
      if (exitCode != 0) {
        throw new IOException("the program did not print its " + String.join(" ", words));
      }
    }
    Files.createDirectories(file.getParent());
    Files.write(file, printed.toByteArray());
  }
}
