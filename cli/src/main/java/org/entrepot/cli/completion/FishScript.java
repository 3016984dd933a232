package org.entrepot.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandNode;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// The script for fish, 3 or newer.
final class FishScript {
  private static final String LOGIC =
      """

      # The command that was typed so far and how many arguments follow it, as two lines; then the global flags to pass on.
      function __PROGRAM_state
        set -l path ''
        set -l places 0
        set -l pending ''
        set -l passed
        set -l words (commandline -opc)
        for word in $words[2..-1]
          if test -n "$pending"
            contains -- $pending -config -server; and set -a passed "$pending=$word"
            set pending ''
          else if string match -qr -- '^-.' $word; and test $places -eq 0
            set word (string replace -r -- '^--' '-' $word)
            if string match -qr -- '=' $word
              string match -qr -- '^-(config|server)=' $word; and set -a passed $word
            else if contains -- $word $__PROGRAM_value_flags
              set pending $word
            end
          else if test $places -eq 0; and contains -- (string trim "$path $word") $__PROGRAM_paths
            set path (string trim "$path $word")
          else if test "$word" != help
            set places (math $places + 1)
          end
        end
        printf '%s\\n' "$path" $places $passed
      end

      # Whether the command is this one, and (when given) the argument is that one.
      function __PROGRAM_is
        set -l state (__PROGRAM_state)
        test "$state[1]" = "$argv[1]"; or return 1
        test (count $argv) -eq 1; and test $state[2] -eq 0; and return 0
        test (count $argv) -gt 1; or return 1
        switch $argv[2]
          case '*+'
            test (math $state[2] + 1) -ge (string trim -rc + $argv[2])
          case '*'
            test (math $state[2] + 1) -eq $argv[2]
        end
      end

      # Whether no argument was typed yet, so that flags may follow.
      function __PROGRAM_takes_flags
        set -l state (__PROGRAM_state)
        test $state[2] -eq 0
      end

      # Names from the store; the global flags of the line are passed on.
      function __PROGRAM_names
        set -l state (__PROGRAM_state)
        set -l call (commandline -opc)[1] $state[3..-1]
        switch $argv[1]
          case repos
            $call repo list -raw 2>/dev/null </dev/null
          case mirrors
            $call mirror list -raw 2>/dev/null </dev/null
          case snapshots
            $call snapshot list -raw 2>/dev/null </dev/null
          case distributions
            $call publish list -raw 2>/dev/null </dev/null | string split -f 2 ' ' | sort -u
          case prefixes
            $call publish list -raw 2>/dev/null </dev/null | string split -f 1 ' ' | sort -u
        end
      end

      complete -c NAME -f
      """;

  private final String program;
  private final Table table;

  FishScript(String program, Table table) {
    this.program = program;
    this.table = table;
  }

  String text() {
    var text = new StringBuilder();
    text.append(
        "# fish completion for %s, made by: %s completion fish\n\n".formatted(program, program));
    text.append("set -g __PROGRAM_value_flags");
    table.valueFlags().forEach(flag -> text.append(" -").append(flag.name()));
    text.append("\nset -g __PROGRAM_paths");
    table.groups().stream()
        .filter(group -> !group.words().isEmpty())
        .forEach(group -> text.append(' ').append(quoted(Table.path(group))));
    table.commands().forEach(command -> text.append(' ').append(quoted(Table.path(command))));
    text.append('\n').append(LOGIC);
    for (CommandGroup group : table.groups()) {
      for (CommandNode child : group.children()) {
        text.append(
            "complete -c NAME -n %s -a %s -d %s\n"
                .formatted(
                    quoted("__PROGRAM_is \"" + Table.path(group) + "\""),
                    child.word(),
                    quoted(child.purpose())));
      }
    }
    text.append("complete -c NAME -n '__PROGRAM_is \"\"' -a help -d 'explain a command'\n");
    table.globalFlags().forEach(flag -> flag("__PROGRAM_takes_flags", flag, text));
    for (CommandSpec command : table.commands()) {
      String is = "__PROGRAM_is \"" + Table.path(command) + "\"";
      Table.flags(command).forEach(flag -> flag(is, flag, text));
      arguments(command, text);
    }
    return text.toString().replace("__PROGRAM", "__" + program).replace("-c NAME", "-c " + program);
  }

  private static void flag(String condition, Flag flag, StringBuilder text) {
    text.append(
        "complete -c NAME -n %s -o %s%s -d %s\n"
            .formatted(quoted(condition), flag.name(), value(flag), quoted(flag.meaning())));
  }

  private static String value(Flag flag) {
    if (!Table.takesValue(flag)) {
      return "";
    }
    return switch (Arguments.ofFlag(flag)) {
      case ANY -> " -x";
      case FILES -> " -rF";
      default -> " -x" + names(Arguments.ofFlag(flag));
    };
  }

  private static String names(Value value) {
    return " -a '(__PROGRAM_names " + value.word() + ")'";
  }

  private static void arguments(CommandSpec command, StringBuilder text) {
    Arguments arguments = Arguments.of(command);
    List<Value> values = arguments.inOrder();
    for (int i = 0; i < values.size(); i++) {
      boolean repeated = i == values.size() - 1 && arguments.repeated() != Value.ANY;
      String condition =
          quoted(
              "__PROGRAM_is \"%s\" %d%s"
                  .formatted(Table.path(command), i + 1, repeated ? "+" : ""));
      switch (values.get(i)) {
        case ANY -> {}
        case FILES -> text.append("complete -c NAME -n %s -F\n".formatted(condition));
        default ->
            text.append("complete -c NAME -n %s%s\n".formatted(condition, names(values.get(i))));
      }
    }
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(c -> c == '\'' || c == '\\' ? "\\" + (char) c : String.valueOf((char) c))
        .collect(Collectors.joining("", "'", "'"));
  }
}
