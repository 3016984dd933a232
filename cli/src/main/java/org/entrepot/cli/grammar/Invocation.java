package org.entrepot.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A command line that can be run.
public record Invocation(CommandSpec command, FlagValues flags, List<String> positionals) {
  public Invocation {
    positionals = List.copyOf(positionals);
  }

  /// A command line that means the same, without these flags.
  public List<String> words(Set<String> withoutFlags) {
    var words = new ArrayList<>(command.words());
    words.addAll(flags.words(withoutFlags));
    words.add("--");
    words.addAll(positionals);
    return words;
  }

  /// The positional argument at this place, from 0; it is there if the command's rule asks for it.
  public String positional(int index) {
    return positionals.get(index);
  }

  /// The positional arguments from this place on; none if there are fewer.
  public List<String> positionalsFrom(int index) {
    return index >= positionals.size() ? List.of() : positionals.subList(index, positionals.size());
  }
}
