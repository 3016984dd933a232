package org.entrepot.cli.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.cli.grammar.ParseResult.Answered;
import org.entrepot.cli.grammar.ParseResult.Run;
import org.entrepot.cli.spelling.NearestWord;
import org.entrepot.domain.template.WholeNumber;

/// Reads a command line as the peer does, spec cli 1; `docs/decisions/0003-command-grammar.md` says
/// why this is our own.
///
/// Flags may stand anywhere before the first positional argument, also before the command that they
/// belong to; from the first positional on everything is positional. Each way to get it wrong has
/// its own mixture of diagnostic, usage, `ERROR:` line and exit code. Immutable.
public final class CommandLineParser {
  private static final int USAGE = 2;

  private final CommandGroup root;
  private final List<Flag> globalFlags;
  private final Map<String, Flag> flagsOfAll = new HashMap<>();
  private final HelpText help;

  /// A parser for these commands.
  ///
  /// @param program the name by which it was called, for help and usage
  public CommandLineParser(CommandGroup root, List<Flag> globalFlags, String program) {
    this.root = root;
    this.globalFlags = List.copyOf(globalFlags);
    this.help = new HelpText(program, this.globalFlags);
    globalFlags.forEach(this::remember);
    root.commands().flatMap(command -> command.flags().stream()).forEach(this::remember);
  }

  /// Reads the words after the program's name.
  public ParseResult parse(List<String> words) {
    return new Reading(words).run();
  }

  private void remember(Flag flag) {
    var earlier = flagsOfAll.putIfAbsent(flag.name(), flag);
    if (earlier != null && earlier.kind() != flag.kind()) {
      throw new IllegalArgumentException(
          "-" + flag.name() + " takes " + earlier.kind() + " here and " + flag.kind() + " there");
    }
  }

  /// What stands between the dashes and `=`.
  private static String flagName(String word) {
    int equals = word.indexOf('=');
    return word.substring(word.startsWith("--") ? 2 : 1, equals < 0 ? word.length() : equals);
  }

  /// One pass over one command line.
  private final class Reading {
    private final List<String> words;
    private int next;
    private CommandNode node = root;
    private FlagValues flags = FlagValues.none();
    private boolean literal;

    Reading(List<String> words) {
      this.words = words;
    }

    ParseResult run() {
      while (next < words.size()) {
        var word = words.get(next++);
        if (!literal && word.equals("--")) {
          literal = true;
          continue;
        }
        if (!literal && word.startsWith("-") && word.length() > 1) {
          var answer = flag(word);
          if (answer.isPresent()) {
            return answer.get();
          }
          continue;
        }
        if (!literal && word.equals("help")) {
          return help();
        }
        literal = false;
        switch (node) {
          case CommandSpec command -> {
            return finish(command, words.subList(next - 1, words.size()));
          }
          case CommandGroup group -> {
            var child = group.find(word);
            if (child.isEmpty()) {
              return unknownCommand(group, word);
            }
            node = child.get();
          }
        }
      }
      return switch (node) {
        case CommandSpec command -> finish(command, List.of());
        case CommandGroup group ->
            group
                .alone()
                .map(command -> finish(command, List.of()))
                .orElseGet(() -> refused("", name(group) + "needs a command; none was given"));
      };
    }

    private ParseResult finish(CommandSpec command, List<String> positionals) {
      for (var name : flags.names()) {
        if (!takes(command, name)) {
          return new Answered(
              "", "-" + name + " is not a flag of " + command.name() + "\n" + usage(), USAGE, true);
        }
      }
      var late =
          positionals.stream()
              .filter(word -> word.startsWith("-") && takes(command, flagName(word)))
              .findFirst();
      var order = late.map("takes flags such as %s before its arguments"::formatted);
      return command
          .positionals()
          .rule()
          .problem(positionals, flags)
          .map(problem -> problem + order.map("; it "::concat).orElse(""))
          // Whoever wrote this wants nothing to change.
          .or(() ->
              late.map(CommandLineParser::flagName).filter("dry-run"::equals).flatMap(_ -> order))
          .<ParseResult>map(problem -> refused("", name(command) + problem))
          .orElseGet(() -> new Run(new Invocation(command, flags, positionals)));
    }

    private boolean takes(CommandSpec command, String flagName) {
      return Stream.concat(globalFlags.stream(), command.flags().stream())
          .anyMatch(flag -> flag.name().equals(flagName));
    }

    private Optional<ParseResult> flag(String word) {
      var name = flagName(word);
      int equals = word.indexOf('=');
      if (name.isEmpty() || name.startsWith("-")) {
        return Optional.of(refused("bad flag syntax: " + word, "unable to parse flags: " + word));
      }
      if (name.equals("h") || name.equals("help")) {
        return Optional.of(new Answered("", help.full(node), USAGE));
      }
      var flag = flagsOfAll.get(name);
      if (flag == null) {
        return Optional.of(unknownFlag(name));
      }
      if (equals >= 0) {
        return accept(flag, word.substring(equals + 1));
      }
      if (flag.kind() == Flag.Kind.SWITCH) {
        return accept(flag, "true");
      }
      if (next >= words.size()) {
        return Optional.of(
            refused("-" + name + " needs a value", "unable to parse flags: no value for -" + name));
      }
      return accept(flag, words.get(next++));
    }

    private Optional<ParseResult> accept(Flag flag, String value) {
      if (flag.kind() == Flag.Kind.SWITCH && TruthValue.parse(value).isEmpty()) {
        return Optional.of(
            refused(
                "\"%s\" is neither true nor false, for -%s".formatted(value, flag.name()),
                "unable to parse flags: bad value for -" + flag.name()));
      }
      if (flag.kind() == Flag.Kind.NUMBER && WholeNumber.parse(value).isEmpty()) {
        return Optional.of(
            new Answered(
                "",
                "\"%s\" is not a whole number, for -%s\n".formatted(value, flag.name()) + usage(),
                USAGE));
      }
      flags = flags.with(flag.name(), value);
      return Optional.empty();
    }

    private ParseResult unknownFlag(String name) {
      var candidates = new ArrayList<String>();
      globalFlags.forEach(flag -> candidates.add(flag.name()));
      if (node instanceof CommandSpec command) {
        command.flags().forEach(flag -> candidates.add(flag.name()));
      } else {
        candidates.addAll(flagsOfAll.keySet().stream().sorted().toList());
      }
      return refused(
          "there is no flag -" + name + didYouMean(name, candidates, "-"),
          "unable to parse flags: unknown flag -" + name);
    }

    private ParseResult unknownCommand(CommandGroup group, String word) {
      var candidates = group.children().stream().map(CommandNode::word).toList();
      return refused(
          "", name(group) + "has no command \"" + word + "\"" + didYouMean(word, candidates, ""));
    }

    private ParseResult help() {
      for (var word : words.subList(next, words.size())) {
        if (word.startsWith("-")) {
          continue;
        }
        var child =
            node instanceof CommandGroup group ? group.find(word) : Optional.<CommandNode>empty();
        if (child.isEmpty()) {
          return new Answered("", "ERROR: unknown help topic: " + word + "\n", 1);
        }
        node = child.get();
      }
      var text = help.full(node);
      return node.words().isEmpty() || node instanceof CommandSpec
          ? new Answered(text, "", 0)
          : new Answered("", text, 0);
    }

    private Answered refused(String diagnostic, String error) {
      var line = diagnostic.isEmpty() ? "" : diagnostic + "\n";
      return new Answered("", line + usage() + "ERROR: " + error + "\n", USAGE);
    }

    private String usage() {
      return help.usage(node);
    }

    private static String name(CommandNode node) {
      return node.words().isEmpty() ? "this program " : String.join(" ", node.words()) + " ";
    }

    private static String didYouMean(String typed, List<String> candidates, String prefix) {
      return NearestWord.find(typed, candidates)
          .map(word -> "; did you mean " + prefix + word + "?")
          .orElse("");
    }
  }
}
