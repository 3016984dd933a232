package org.entrepot.app.pack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entrepot.app.Main;

/// What a JVM does while it learns for the ahead-of-time cache: typical command lines, all in one
/// process. Classes that are used here start quickly later. The argument is a directory that may be
/// filled and is removed afterwards.
public final class Training {
  private Training() {}

  /// Runs the command lines; their output goes nowhere.
  public static void main(String[] arguments) {
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      for (List<String> commandLine : List.of(List.of("version"), List.of("unknown"))) {
        Main.run(commandLine, nowhere, nowhere);
      }
    }
  }
}
