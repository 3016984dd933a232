package org.entrepot.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// What the arguments of a command are, told from how help shows them: `<repo>` is a repository,
/// `<name>` the name of what the command is about, and so on.
///
/// @param inOrder one for each place
/// @param repeated what any number of further ones are
record Arguments(List<Value> inOrder, Value repeated) {
  private static final Set<String> FILE_FLAGS =
      Set.of(
          "config",
          "filename",
          "keyring",
          "output",
          "passphrase-file",
          "secret-keyring",
          "uploaders-file");

  Arguments {
    inOrder = List.copyOf(inOrder);
  }

  static Arguments of(CommandSpec command) {
    String first = command.positionals().syntax().split(" \\| ", -1)[0];
    var values = new ArrayList<Value>();
    Value repeated = Value.ANY;
    for (String token : tokens(first)) {
      Value value = value(command, token.replaceAll("[\\[\\]<>.]", ""));
      if (token.contains("...")) {
        values.add(value);
        repeated = value;
        break;
      }
      values.add(value);
    }
    return new Arguments(values, repeated);
  }

  /// Blanks inside of `<…>` do not separate.
  private static List<String> tokens(String syntax) {
    var tokens = new ArrayList<String>();
    var token = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < syntax.length(); i++) {
      char c = syntax.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ' ' && depth == 0) {
        tokens.add(token.toString());
        token.setLength(0);
      } else {
        token.append(c);
      }
    }
    tokens.add(token.toString());
    tokens.removeIf(String::isEmpty);
    return tokens;
  }

  private static Value value(CommandSpec command, String token) {
    String group = command.words().getFirst();
    String verb = command.words().getLast();
    Value own =
        switch (group) {
          case "repo" -> Value.REPOSITORIES;
          case "mirror" -> Value.MIRRORS;
          case "snapshot" -> Value.SNAPSHOTS;
          case "retain" -> verb.equals("repo") ? Value.REPOSITORIES : Value.ANY;
          default -> Value.ANY;
        };
    return switch (token) {
      case "repo" -> Value.REPOSITORIES;
      case "mirror" -> Value.MIRRORS;
      case "snapshot" -> Value.SNAPSHOTS;
      case "name", "old-name", "a", "b" -> verb.equals("create") ? Value.ANY : own;
      case "source" -> own;
      case "destination" -> group.equals("repo") ? own : Value.ANY;
      case "distribution" -> group.equals("publish") ? Value.DISTRIBUTIONS : Value.ANY;
      case "endpoint:prefix" -> Value.PREFIXES;
      default ->
          token.contains("file") || token.contains("directory") || token.contains("folder")
              ? Value.FILES
              : Value.ANY;
    };
  }

  /// What the value of a flag is.
  static Value ofFlag(Flag flag) {
    return FILE_FLAGS.contains(flag.name())
        ? Value.FILES
        : switch (flag.name()) {
          case "repo" -> Value.REPOSITORIES;
          case "mirror" -> Value.MIRRORS;
          case "prefix" -> Value.PREFIXES;
          default -> Value.ANY;
        };
  }
}
