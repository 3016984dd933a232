package org.entrepot.cli.command;

import java.util.Set;
import org.entrepot.cli.grammar.CommandSpec;

/// What a server does for somebody elsewhere.
enum Forwarding {
  /// It only looks.
  LOOKS,
  /// It makes changes, which are judged by what they claim.
  CHANGES,
  /// It is of the store's own machine: keys, tokens, the audit log, files that lie there.
  NEVER,
  /// It runs other commands, which are forwarded each by itself.
  EACH,
  /// It is of the machine where it is typed.
  NO_MATTER;

  private static final Set<String> LOOKING =
      Set.of(
          "repo list",
          "repo show",
          "repo search",
          "repo diff",
          "mirror list",
          "mirror show",
          "mirror search",
          "snapshot list",
          "snapshot show",
          "snapshot search",
          "snapshot diff",
          "snapshot verify",
          "publish list",
          "publish show",
          "publish source list",
          "schedule list",
          "schedule show",
          "publish search",
          "package search",
          "package show",
          "task list",
          "task show",
          "task output");

  /// A command that is new is no matter of others until it stands here: whatever it reads must come
  /// through [Session].
  private static final Set<String> CHANGING =
      Set.of(
          "repo create",
          "repo edit",
          "repo rename",
          "repo drop",
          "repo add",
          "repo include",
          "repo copy",
          "repo move",
          "repo remove",
          "mirror create",
          "mirror edit",
          "mirror update",
          "mirror rename",
          "mirror drop",
          "snapshot create",
          "snapshot merge",
          "snapshot pull",
          "snapshot filter",
          "snapshot rename",
          "snapshot drop",
          "publish repo",
          "publish snapshot",
          "publish update",
          "publish switch",
          "publish drop",
          "publish source add",
          "publish source update",
          "publish source replace",
          "publish source remove",
          "publish source drop",
          "db cleanup",
          "db verify",
          "db recover",
          "retain",
          "retain repo",
          "retain snapshots",
          "schedule add",
          "schedule drop",
          "schedule pause",
          "schedule resume",
          "schedule run",
          "task cancel");

  private static final Set<String> OF_THE_STORE =
      Set.of(
          "repo",
          "mirror",
          "snapshot",
          "publish",
          "package",
          "task",
          "db",
          "incoming",
          "retain",
          "import",
          "schedule",
          "key",
          "token",
          "audit",
          "graph");

  static Forwarding of(CommandSpec command) {
    if (LOOKING.contains(command.name())) {
      return LOOKS;
    }
    if (CHANGING.contains(command.name())) {
      return CHANGES;
    }
    if (command.name().equals("task run")) {
      return EACH;
    }
    return OF_THE_STORE.contains(command.words().getFirst()) ? NEVER : NO_MATTER;
  }

  boolean isForwarded() {
    return this == LOOKS || this == CHANGES;
  }
}
