package org.entrepot.cli.grammar;

import java.util.List;

/// One command as it can be typed.
///
/// @param words such as `publish`, `source`, `add`
/// @param flags its own flags, besides those that every command takes
/// @param description what a newcomer should know, in sentences
/// @param examples command lines without the program's name
public record CommandSpec(
    List<String> words,
    String purpose,
    Positionals positionals,
    List<Flag> flags,
    String description,
    List<String> examples)
    implements CommandNode {
  public CommandSpec {
    words = List.copyOf(words);
    flags = List.copyOf(flags);
    examples = List.copyOf(examples);
  }

  /// The words with blanks between them.
  public String name() {
    return String.join(" ", words);
  }
}
