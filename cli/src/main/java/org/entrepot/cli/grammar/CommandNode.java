package org.entrepot.cli.grammar;

import java.util.List;

/// A word of the command line that is not a flag: a group of commands, or a command.
public sealed interface CommandNode permits CommandGroup, CommandSpec {
  /// The words that lead here from the program's name, which is not one of them.
  List<String> words();

  /// What it is for, in one line.
  String purpose();

  /// The last word, by which its parent finds it.
  default String word() {
    return words().getLast();
  }
}
