package org.entrepot.cli.command;

import java.util.List;

/// Runs further command lines within a command, on the same store and with its global flags.
@FunctionalInterface
interface CommandRunner {
  /// What became of a command line.
  enum Outcome {
    SUCCEEDED,
    FAILED,
    /// It has a flag of another command, which no command line may have.
    FLAG_OF_ANOTHER
  }

  /// Runs the words of a command line; what it shows goes to the session's output.
  Outcome run(List<String> words, Session session);
}
