package org.entrepot.cli.grammar;

/// What became of a command line.
public sealed interface ParseResult {
  /// A command to run.
  record Run(Invocation invocation) implements ParseResult {}

  /// Nothing to run: help was asked for, or the line is wrong. The texts are complete, with
  /// newlines at their ends.
  ///
  /// @param isFlagOfAnother whether the line has a flag that another command has
  record Answered(
      String standardOutput, String standardError, int exitCode, boolean isFlagOfAnother)
      implements ParseResult {
    /// For any other reason.
    public Answered(String standardOutput, String standardError, int exitCode) {
      this(standardOutput, standardError, exitCode, false);
    }
  }
}
