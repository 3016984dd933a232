package org.entrepot.cli.command;

import java.util.List;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Positionals;

/// A command with what it does.
///
/// @param failure how its errors begin, such as `unable to show`
public record Command(CommandSpec spec, String failure, CommandHandler handler) {

  /// Collects the parts of a command in the order in which help shows them.
  public static Builder of(String... words) {
    return new Builder(List.of(words));
  }

  /// Used by one thread, once.
  public static final class Builder {
    private final List<String> words;
    private String purpose = "";
    private Positionals positionals = Positionals.none();
    private List<Flag> flags = List.of();
    private String description = "";
    private List<String> examples = List.of();

    private Builder(List<String> words) {
      this.words = words;
    }

    public Builder purpose(String text) {
      purpose = text;
      return this;
    }

    public Builder takes(Positionals value) {
      positionals = value;
      return this;
    }

    public Builder flags(Flag... values) {
      flags = List.of(values);
      return this;
    }

    public Builder flags(List<Flag> values) {
      flags = values;
      return this;
    }

    public Builder describes(String text) {
      description = text;
      return this;
    }

    public Builder examples(String... lines) {
      examples = List.of(lines);
      return this;
    }

    public Command failsWith(String failure, CommandHandler handler) {
      return new Command(
          new CommandSpec(words, purpose, positionals, flags, description, examples),
          failure,
          handler);
    }
  }
}
