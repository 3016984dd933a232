package org.entrepot.cli.grammar;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands that share their first words; the one without words is the program itself.
///
/// @param description more than the purpose; may be empty
/// @param alone the command that these words are when no further one follows
public record CommandGroup(
    List<String> words,
    String purpose,
    String description,
    List<CommandNode> children,
    Optional<CommandSpec> alone)
    implements CommandNode {
  /// A group whose words need another one.
  public CommandGroup(
      List<String> words, String purpose, String description, List<CommandNode> children) {
    this(words, purpose, description, children, Optional.empty());
  }

  public CommandGroup {
    words = List.copyOf(words);
    children = children.stream().sorted((a, b) -> a.word().compareTo(b.word())).toList();
  }

  /// Every command of the group and of those in it.
  public Stream<CommandSpec> commands() {
    return Stream.concat(
        alone.stream(),
        children.stream()
            .flatMap(child ->
                switch (child) {
                  case CommandGroup inner -> inner.commands();
                  case CommandSpec command -> Stream.of(command);
                }));
  }

  public Optional<CommandNode> find(String word) {
    return children.stream().filter(child -> child.word().equals(word)).findFirst();
  }
}
