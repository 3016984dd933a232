package org.entrepot.cli.grammar;

import java.util.List;
import java.util.Optional;

/// What a command takes besides flags.
///
/// @param syntax how help shows it, such as `<name> [<query>]`
/// @param rule whether these arguments will do
public record Positionals(String syntax, Rule rule) {
  /// Judges the arguments, knowing the flags.
  @FunctionalInterface
  public interface Rule {
    /// What is wrong, as half a sentence; empty when all is well.
    Optional<String> problem(List<String> arguments, FlagValues flags);
  }

  public static Positionals none() {
    return exactly(0, "");
  }

  public static Positionals exactly(int count, String syntax) {
    return between(count, count, syntax);
  }

  public static Positionals atLeast(int count, String syntax) {
    return between(count, Integer.MAX_VALUE, syntax);
  }

  public static Positionals between(int least, int most, String syntax) {
    return new Positionals(syntax, (arguments, _) -> count(arguments.size(), least, most));
  }

  private static Optional<String> count(int given, int least, int most) {
    if (given >= least && given <= most) {
      return Optional.empty();
    }
    var but = ", but " + (given == 1 ? "1 was" : given + " were") + " given";
    if (most == 0) {
      return Optional.of("takes no arguments" + but);
    }
    var wanted =
        least == most
            ? Integer.toString(least)
            : most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    return Optional.of("takes " + wanted + (most == 1 ? " argument" : " arguments") + but);
  }
}
