package org.entrepot.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandNode;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// The script for bash, 4 or newer; it needs nothing else.
final class BashScript {
  private static final String LOGIC =
      """

      # Names from the store, one a line; the global flags of the line are passed on.
      _PROGRAM_names() {
        case $1 in
        repos) "${_PROGRAM_call[@]}" repo list -raw ;;
        mirrors) "${_PROGRAM_call[@]}" mirror list -raw ;;
        snapshots) "${_PROGRAM_call[@]}" snapshot list -raw ;;
        distributions) "${_PROGRAM_call[@]}" publish list -raw | cut -d ' ' -f 2 | sort -u ;;
        prefixes) "${_PROGRAM_call[@]}" publish list -raw | cut -d ' ' -f 1 | sort -u ;;
        esac 2>/dev/null </dev/null
      }

      # Proposes lines of standard input that begin with what was typed.
      _PROGRAM_offer() {
        local line
        while IFS= read -r line; do
          [[ $line == "$1"* ]] && COMPREPLY+=("$line")
        done
      }

      # The same for names, which may need quotes.
      _PROGRAM_offer_names() {
        local line quoted
        while IFS= read -r line; do
          printf -v quoted %q "$line"
          [[ $line == "$1"* || $quoted == "$1"* ]] && COMPREPLY+=("$quoted")
        done
      }

      _PROGRAM_values() {
        case $1 in
        '') ;;
        files)
          compopt -o filenames 2>/dev/null
          _PROGRAM_offer "$2" < <(compgen -f -- "$2")
          ;;
        *) _PROGRAM_offer_names "$2" < <(_PROGRAM_names "$1") ;;
        esac
      }

      _PROGRAM() {
        COMPREPLY=()
        # bash takes -flag=value for three words; here it is one.
        local -a words=()
        local i word joined=
        for ((i = 0; i <= COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if [[ $word == = && ${#words[@]} -gt 0 && ${words[-1]} == -* && ${words[-1]} != *=* ]]; then
            words[-1]+==
            joined=1
          elif [[ -n $joined && ${words[-1]} == -*= ]]; then
            words[-1]+=$word
            joined=
          else
            words+=("$word")
            joined=
          fi
        done
        local last=$((${#words[@]} - 1)) cur=${words[-1]}
        local -a _PROGRAM_call=("${words[0]}")
        local path= places=0 pending=
        for ((i = 1; i < last; i++)); do
          word=${words[i]}
          if [[ -n $pending ]]; then
            case $pending in -config | -server) _PROGRAM_call+=("$pending=$word") ;; esac
            pending=
          elif [[ $word == -?* && $places == 0 ]]; then
            word=-${word#-}
            word=-${word##-}
            case $word in
            -config=* | -server=*) _PROGRAM_call+=("$word") ;;
            *=*) ;;
            *) [[ $_PROGRAM_value_flags == *" $word "* ]] && pending=$word ;;
            esac
          elif [[ $places == 0 && -n $(_PROGRAM_children "$path") && " $(_PROGRAM_children "$path") " == *" $word "* ]]; then
            path=${path:+$path }$word
          elif [[ $word != help ]]; then
            places=$((places + 1))
          fi
        done
        if [[ -n $pending ]]; then
          _PROGRAM_values "$(_PROGRAM_flag_value "$pending")" "$cur"
        elif [[ $cur == -*=* ]]; then
          word=${cur%%=*}
          _PROGRAM_values "$(_PROGRAM_flag_value "-${word##-}")" "${cur#*=}"
        elif [[ $cur == -* && $places == 0 ]]; then
          local dashes=${cur%%[!-]*}
          _PROGRAM_offer "$cur" < <(
            for word in $(_PROGRAM_flags "$path") $_PROGRAM_global_flags; do
              printf '%s%s\\n' "$dashes" "$word"
            done
          )
          [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
        else
          local children
          children=$(_PROGRAM_children "$path")
          if [[ -n $children && $places == 0 ]]; then
            [[ -n $path ]] || children+=" help"
            _PROGRAM_offer "$cur" < <(printf '%s\\n' $children)
          else
            _PROGRAM_values "$(_PROGRAM_argument "$path" $((places + 1)))" "$cur"
          fi
        fi
      }

      complete -F _PROGRAM NAME
      """;

  private final String program;
  private final Table table;

  BashScript(String program, Table table) {
    this.program = program;
    this.table = table;
  }

  String text() {
    var text = new StringBuilder();
    text.append(
        "# bash completion for %s, made by: %s completion bash\n\n".formatted(program, program));
    text.append("_PROGRAM_global_flags='%s'\n".formatted(words(table.globalFlags())));
    text.append(
        "_PROGRAM_value_flags=' %s '\n\n"
            .formatted(
                table.valueFlags().stream()
                    .map(flag -> "-" + flag.name())
                    .collect(Collectors.joining(" "))));
    text.append("_PROGRAM_children() {\n  case $1 in\n");
    for (CommandGroup group : table.groups()) {
      text.append(
          "  '%s') echo %s ;;\n"
              .formatted(
                  Table.path(group),
                  group.children().stream()
                      .map(CommandNode::word)
                      .collect(Collectors.joining(" "))));
    }
    text.append("  esac\n}\n\n_PROGRAM_flags() {\n  case $1 in\n");
    for (CommandSpec command : table.commands()) {
      if (!command.flags().isEmpty()) {
        text.append(
            "  '%s') echo '%s' ;;\n".formatted(Table.path(command), words(Table.flags(command))));
      }
    }
    text.append("  esac\n}\n\n_PROGRAM_flag_value() {\n  case $1 in\n");
    for (Flag flag : table.valueFlags()) {
      if (Arguments.ofFlag(flag) != Value.ANY) {
        text.append("  -%s) echo %s ;;\n".formatted(flag.name(), Arguments.ofFlag(flag).word()));
      }
    }
    text.append("  esac\n}\n\n_PROGRAM_argument() {\n  case $1:$2 in\n");
    for (CommandSpec command : table.commands()) {
      arguments(command, text);
    }
    text.append("  esac\n}\n").append(LOGIC);
    return text.toString()
        .replace("_PROGRAM", "_" + program)
        .replace("complete -F _" + program + " NAME", "complete -F _" + program + " " + program);
  }

  private static void arguments(CommandSpec command, StringBuilder text) {
    Arguments arguments = Arguments.of(command);
    int place = 1;
    for (Value value : arguments.inOrder()) {
      if (value != Value.ANY) {
        text.append("  '%s:%d') echo %s ;;\n".formatted(Table.path(command), place, value.word()));
      }
      place++;
    }
    if (arguments.repeated() != Value.ANY) {
      for (int i = 1; i < place; i++) {
        if (arguments.inOrder().get(i - 1) == Value.ANY) {
          text.append("  '%s:%d') ;;\n".formatted(Table.path(command), i));
        }
      }
      text.append(
          "  '%s:'*) echo %s ;;\n".formatted(Table.path(command), arguments.repeated().word()));
    }
  }

  private static String words(List<Flag> flags) {
    return flags.stream()
        .map(flag -> flag.name() + (Table.takesValue(flag) ? "=" : ""))
        .collect(Collectors.joining(" "));
  }
}
