package org.entrepot.cli.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandNode;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// The commands and flags in the shapes that scripts need. Immutable.
///
/// @param groups every group, the program itself among them
/// @param commands every command
/// @param globalFlags those that every command takes
record Table(List<CommandGroup> groups, List<CommandSpec> commands, List<Flag> globalFlags) {
  Table {
    groups = List.copyOf(groups);
    commands = List.copyOf(commands);
    globalFlags = globalFlags.stream().sorted(Comparator.comparing(Flag::name)).toList();
  }

  static Table of(CommandGroup root, List<Flag> globalFlags) {
    var groups = new ArrayList<CommandGroup>();
    collect(root, groups);
    return new Table(groups, root.commands().toList(), globalFlags);
  }

  private static void collect(CommandGroup group, List<CommandGroup> groups) {
    groups.add(group);
    for (CommandNode child : group.children()) {
      if (child instanceof CommandGroup inner) {
        collect(inner, groups);
      }
    }
  }

  /// A command's own flags, by name.
  static List<Flag> flags(CommandSpec command) {
    return command.flags().stream().sorted(Comparator.comparing(Flag::name)).toList();
  }

  /// Every flag that takes a value, once.
  List<Flag> valueFlags() {
    var flags = new TreeMap<String, Flag>();
    globalFlags.forEach(flag -> flags.put(flag.name(), flag));
    commands.forEach(command -> command.flags().forEach(flag -> flags.put(flag.name(), flag)));
    return flags.values().stream().filter(Table::takesValue).toList();
  }

  static boolean takesValue(Flag flag) {
    return flag.kind() != Flag.Kind.SWITCH;
  }

  static String path(CommandNode node) {
    return String.join(" ", node.words());
  }
}
