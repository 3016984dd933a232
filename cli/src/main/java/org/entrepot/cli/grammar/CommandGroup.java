package org.entrepot.cli.grammar;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Commands that share their first words; the one without words is the program itself.
///
/// @param description more than the purpose; may be empty
public record CommandGroup(
    List<String> words, String purpose, String description, List<CommandNode> children)
    implements CommandNode {
  public CommandGroup {
    words = List.copyOf(words);
    children = children.stream().sorted(Comparator.comparing(CommandNode::word)).toList();
  }

  public Optional<CommandNode> find(String word) {
    return children.stream().filter(child -> child.word().equals(word)).findFirst();
  }
}
