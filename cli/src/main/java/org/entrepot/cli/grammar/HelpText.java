package org.entrepot.cli.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/// Help and usage, made from the table of commands.
final class HelpText {
  private final String program;
  private final List<Flag> globalFlags;

  HelpText(String program, List<Flag> globalFlags) {
    this.program = program;
    this.globalFlags = globalFlags;
  }

  /// The short form that follows an error: what could have been typed there, without what is the
  /// same for all commands.
  String usage(CommandNode node) {
    var text = new StringBuilder();
    switch (node) {
      case CommandGroup group -> {
        text.append(group.purpose()).append("\n\n");
        children(group, text);
      }
      case CommandSpec command -> {
        brief(command, text);
        options("Options", command.flags(), text);
        text.append("Use \"").append(program).append(" help ").append(command.name());
        text.append("\" for more about it.\n\n");
      }
    }
    return text.toString();
  }

  private void brief(CommandSpec command, StringBuilder text) {
    invocation(command, text);
    text.append(command.purpose()).append("\n\n");
  }

  /// The long form that teaches.
  String full(CommandNode node) {
    var text = new StringBuilder();
    switch (node) {
      case CommandGroup group -> {
        text.append(group.purpose()).append("\n\n");
        if (!group.description().isEmpty()) {
          text.append(group.description().strip().replace("  entrepot ", "  " + program + " "))
              .append("\n\n");
        }
        group.alone().ifPresent(command -> whole(command, text));
        children(group, text);
      }
      case CommandSpec command -> whole(command, text);
    }
    switch (node) {
      case CommandGroup group ->
          group.alone().ifPresent(command -> options("Options", command.flags(), text));
      case CommandSpec command -> options("Options", command.flags(), text);
    }
    options("Options of all commands", globalFlags, text);
    return text.toString().stripTrailing() + "\n";
  }

  private void whole(CommandSpec command, StringBuilder text) {
    brief(command, text);
    if (!command.description().isEmpty()) {
      text.append(wrapped(command.description().strip())).append("\n\n");
    }
    examples(command, text);
  }

  private void invocation(CommandSpec command, StringBuilder text) {
    text.append("Usage: ").append(program).append(' ').append(command.name());
    var syntax = command.positionals().syntax();
    text.append(syntax.isEmpty() ? "" : " " + syntax).append("\n\n");
  }

  private void children(CommandGroup group, StringBuilder text) {
    int width = 0;
    for (var child : group.children()) {
      width = Math.max(width, child.word().length());
    }
    text.append("Commands:\n\n");
    for (var child : group.children()) {
      text.append("    ").append(child.word()).repeat(' ', width - child.word().length() + 4);
      text.append(child.purpose()).append('\n');
    }
    var path = new ArrayList<>(List.of(program, "help"));
    path.addAll(group.words());
    text.append("\nUse \"").append(String.join(" ", path));
    text.append(" <command>\" for more about a command.\n\n");
  }

  /// Paragraphs in lines of at most 80 characters; indented lines stay as they are.
  private static String wrapped(String description) {
    var lines = new StringJoiner("\n");
    for (String line : description.replaceAll("(?<=\\S)\n(?=\\S)", " ").split("\n", -1)) {
      lines.add(line.startsWith(" ") ? line : filled(line));
    }
    return lines.toString();
  }

  private static String filled(String paragraph) {
    var text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" ", -1)) {
      boolean fits = column == 0 || column + 1 + word.length() <= 80;
      text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = (fits && column > 0 ? column + 1 : 0) + word.length();
    }
    return text.toString();
  }

  private void examples(CommandSpec command, StringBuilder text) {
    if (command.examples().isEmpty()) {
      return;
    }
    text.append(command.examples().size() == 1 ? "Example:\n\n" : "Examples:\n\n");
    for (var example : command.examples()) {
      text.append("    ").append(program).append(' ').append(example).append('\n');
    }
    text.append('\n');
  }

  private static void options(String title, List<Flag> flags, StringBuilder text) {
    if (flags.isEmpty()) {
      return;
    }
    text.append(title).append(":\n");
    for (var flag : flags.stream().sorted(Comparator.comparing(Flag::name)).toList()) {
      text.append("  ").append(flag.withDefault()).append(": ").append(flag.meaning()).append('\n');
    }
    text.append('\n');
  }
}
