package org.entrepot.cli.completion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.Flag;

/// The shells that completion scripts can be made for.
public enum Shell {
  BASH {
    @Override
    String script(String program, Table table) {
      return new BashScript(program, table).text();
    }
  },
  ZSH {
    @Override
    String script(String program, Table table) {
      return new ZshScript(program, table).text();
    }
  },
  FISH {
    @Override
    String script(String program, Table table) {
      return new FishScript(program, table).text();
    }
  };

  abstract String script(String program, Table table);

  /// The script, for the program of this name. It proposes commands, flags with what they mean,
  /// files, and the names of objects, for which it asks the program.
  public String script(String program, CommandGroup root, List<Flag> globalFlags) {
    return script(program, Table.of(root, globalFlags));
  }

  /// The shell of this name.
  public static Optional<Shell> find(String name) {
    for (Shell shell : values()) {
      if (shell.word().equals(name)) {
        return Optional.of(shell);
      }
    }
    return Optional.empty();
  }

  /// Its name.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
