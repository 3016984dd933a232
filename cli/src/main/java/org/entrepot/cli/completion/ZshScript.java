package org.entrepot.cli.completion;

import java.util.List;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandNode;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// The script for zsh, to be named `_entrepot` in a directory of `fpath`.
final class ZshScript {
  private static final String LOGIC =
      """

      # Names from the store; the global flags of the line are passed on.
      _PROGRAM_names() {
        local -a found
        case $1 in
        repos) found=(${(f)"$($call repo list -raw 2>/dev/null </dev/null)"}) ;;
        mirrors) found=(${(f)"$($call mirror list -raw 2>/dev/null </dev/null)"}) ;;
        snapshots) found=(${(f)"$($call snapshot list -raw 2>/dev/null </dev/null)"}) ;;
        distributions) found=(${${(f)"$($call publish list -raw 2>/dev/null </dev/null)"}##* }) ;;
        prefixes) found=(${${(f)"$($call publish list -raw 2>/dev/null </dev/null)"}%% *}) ;;
        esac
        found=(${(u)found})
        (( $#found )) && compadd -a found
      }

      _PROGRAM_values() {
        case $1 in
        '') _message value ;;
        files) _files ;;
        *) _PROGRAM_names $1 ;;
        esac
      }

      _PROGRAM() {
        local word pending path_=
        local -a call children names switches valued
        integer i places=0
        call=($words[1])
        for (( i = 2; i < CURRENT; i++ )); do
          word=$words[i]
          if [[ -n $pending ]]; then
            case $pending in (-config|-server) call+=("$pending=${(Q)word}") ;; esac
            pending=
          elif [[ $word == -?* && $places -eq 0 ]]; then
            [[ $word == --* ]] && word=${word#-}
            case $word in
            (-config=*|-server=*) call+=("${(Q)word}") ;;
            (*=*) ;;
            (*) (( ${_PROGRAM_value_flags[(Ie)$word]} )) && pending=$word ;;
            esac
          else
            _PROGRAM_children $path_
            names=(${children%%:*})
            if (( places == 0 && ${names[(Ie)$word]} )); then
              path_=${path_:+$path_ }$word
            elif [[ $word != help ]]; then
              (( places++ ))
            fi
          fi
        done
        word=$words[CURRENT]
        if [[ -n $pending ]]; then
          _PROGRAM_values "$(_PROGRAM_flag_value $pending)"
        elif [[ $word == -*=* && $places -eq 0 ]]; then
          pending=${word%%=*}
          compset -P '*='
          _PROGRAM_values "$(_PROGRAM_flag_value -${pending##-#})"
        elif [[ $word == -* && $places -eq 0 ]]; then
          _PROGRAM_flags $path_
          _describe -o 'flag' switches -- valued -S ''
        else
          _PROGRAM_children $path_
          if (( $#children && places == 0 )); then
            [[ -n $path_ ]] || children+=('help:explain a command')
            _describe 'command' children
          else
            _PROGRAM_values "$(_PROGRAM_argument "$path_:$(( places + 1 ))")"
          fi
        fi
      }

      if [[ $funcstack[1] == _PROGRAM ]]; then
        _PROGRAM "$@"
      else
        compdef _PROGRAM NAME
      fi
      """;

  private final String program;
  private final Table table;

  ZshScript(String program, Table table) {
    this.program = program;
    this.table = table;
  }

  String text() {
    var text = new StringBuilder();
    text.append(
        "#compdef %s\n# zsh completion for %s, made by: %s completion zsh\n\n"
            .formatted(program, program, program));
    text.append("typeset -ga _PROGRAM_value_flags\n_PROGRAM_value_flags=(");
    table.valueFlags().forEach(flag -> text.append(" -").append(flag.name()));
    text.append(" )\n\n_PROGRAM_children() {\n  children=()\n  case $1 in\n");
    for (CommandGroup group : table.groups()) {
      text.append("  (%s) children=(\n".formatted(quoted(Table.path(group))));
      for (CommandNode child : group.children()) {
        text.append("    %s\n".formatted(quoted(child.word() + ":" + child.purpose())));
      }
      text.append("  ) ;;\n");
    }
    text.append("  esac\n}\n\n_PROGRAM_flags() {\n  switches=() valued=()\n  case $1 in\n");
    for (CommandSpec command : table.commands()) {
      if (!command.flags().isEmpty()) {
        text.append("  (%s)\n".formatted(quoted(Table.path(command))));
        arrays(Table.flags(command), text);
        text.append("    ;;\n");
      }
    }
    text.append("  esac\n");
    arrays(table.globalFlags(), text);
    text.append("}\n\n_PROGRAM_flag_value() {\n  case $1 in\n");
    for (Flag flag : table.valueFlags()) {
      if (Arguments.ofFlag(flag) != Value.ANY) {
        text.append("  (-%s) echo %s ;;\n".formatted(flag.name(), Arguments.ofFlag(flag).word()));
      }
    }
    text.append("  esac\n}\n\n_PROGRAM_argument() {\n  case $1 in\n");
    table.commands().forEach(command -> arguments(command, text));
    text.append("  esac\n}\n").append(LOGIC);
    return text.toString()
        .replace("_PROGRAM", "_" + program)
        .replace("compdef _" + program + " NAME", "compdef _" + program + " " + program);
  }

  private static void arrays(List<Flag> flags, StringBuilder text) {
    for (Flag flag : flags) {
      boolean valued = Table.takesValue(flag);
      text.append(
          "    %s+=(%s)\n"
              .formatted(
                  valued ? "valued" : "switches",
                  quoted("-" + flag.name() + (valued ? "=" : "") + ":" + flag.meaning())));
    }
  }

  private static void arguments(CommandSpec command, StringBuilder text) {
    Arguments arguments = Arguments.of(command);
    String path = Table.path(command);
    int place = 1;
    for (Value value : arguments.inOrder()) {
      text.append("  (%s) ".formatted(quoted(path + ":" + place++)));
      text.append(value == Value.ANY ? ";;\n" : "echo %s ;;\n".formatted(value.word()));
    }
    if (arguments.repeated() != Value.ANY) {
      text.append(
          "  (%s*) echo %s ;;\n".formatted(quoted(path + ":"), arguments.repeated().word()));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
