package org.entrepot.cli.command;

import org.entrepot.cli.grammar.Invocation;

/// Does what one command says: translates its words for the service and the answer for people or
/// programs.
@FunctionalInterface
public interface CommandHandler {
  /// Success.
  int OK = 0;

  /// The operation failed.
  int FAILED = 1;

  /// Runs the command and returns its exit code.
  ///
  /// @throws org.entrepot.service.RepositoryException for what is told as `ERROR:`, with exit code
  ///   1
  int run(Invocation invocation, Session session);
}
