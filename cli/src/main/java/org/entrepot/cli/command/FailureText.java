package org.entrepot.cli.command;

import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.Failures;

/// What is said of a failure at the command line: its sentence, and the command that lists what
/// there is where a name is not found.
final class FailureText {
  private FailureText() {}

  /// `doing` says what was tried.
  static String of(String doing, Throwable cause) {
    RepositoryException failure = Failures.of(doing, cause);
    String list =
        switch (failure.code()) {
          case REPOSITORY_NOT_FOUND -> "repo list";
          case MIRROR_NOT_FOUND -> "mirror list";
          case SNAPSHOT_NOT_FOUND -> "snapshot list";
          case PUBLICATION_NOT_FOUND -> "publish list";
          case TOKEN_NOT_FOUND -> "token list";
          case SCHEDULE_NOT_FOUND -> "schedule list";
          default -> "";
        };
    String message = failure.getMessage();
    return list.isEmpty() ? message : message + "; list them with: entrepot " + list;
  }
}
