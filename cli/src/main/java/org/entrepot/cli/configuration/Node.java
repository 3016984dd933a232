package org.entrepot.cli.configuration;

import java.util.List;

/// A value as it stands in a configuration file, before anything is known about its key.
sealed interface Node {
  /// Line and column, both from 1.
  record Position(int line, int column) {}

  enum ScalarKind {
    TEXT,
    NUMBER,
    FLAG,
    NULL
  }

  /// A single value. `plain` says that it stands without quotes in YAML, where `8080` may as well
  /// be meant as a text.
  record Scalar(ScalarKind kind, String text, boolean plain, Position at) implements Node {}

  record Items(List<Node> values, Position at) implements Node {
    public Items {
      values = List.copyOf(values);
    }
  }

  record Members(List<Member> members, Position at) implements Node {
    public Members {
      members = List.copyOf(members);
    }
  }

  record Member(String name, Position at, Node value) {}

  Position at();

  /// What a person calls this value.
  default String describe() {
    return switch (this) {
      case Scalar scalar when scalar.kind() == ScalarKind.TEXT ->
          "the text \"" + excerpt(scalar.text()) + "\"";
      case Scalar scalar -> scalar.text();
      case Items _ -> "a list";
      case Members _ -> "an object";
    };
  }

  private static String excerpt(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
