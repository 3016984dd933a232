package org.entrepot.cli.command;

import java.util.List;
import java.util.Set;
import org.entrepot.cli.grammar.CommandSpec;

/// What a server does for somebody elsewhere.
enum Forwarding {
  /// It only looks.
  LOOKS,
  /// It makes changes, which are judged by what they claim.
  CHANGES,
  /// It is of the store's own machine: keys, tokens, the audit log.
  NEVER,
  /// It is of the machine where it is typed.
  NO_MATTER;

  private static final Set<String> LOOKING = Set.of("list", "show", "search", "diff", "output");

  static Forwarding of(CommandSpec command) {
    List<String> words = command.words();
    return switch (words.getFirst()) {
      case "repo", "snapshot", "publish", "package", "task", "db" ->
          LOOKING.contains(words.getLast()) ? LOOKS : CHANGES;
      case "key", "token", "audit", "graph" -> NEVER;
      default -> NO_MATTER;
    };
  }

  boolean isForwarded() {
    return this == LOOKS || this == CHANGES;
  }
}
