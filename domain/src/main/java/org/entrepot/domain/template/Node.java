package org.entrepot.domain.template;

import java.util.List;
import java.util.Optional;

/// A piece of a parsed template.
sealed interface Node {
  record Verbatim(String text) implements Node {}

  record Action(Pipeline pipeline) implements Node {}

  record Branch(Kind kind, Pipeline pipeline, List<Node> body, List<Node> otherwise)
      implements Node {
    /// Which keyword opens the branch.
    enum Kind {
      IF,
      WITH,
      RANGE
    }
  }

  record Break() implements Node {}

  record Continue() implements Node {}

  /// Commands of which each gets the value of the one before as its last argument.
  ///
  /// @param variables names with their dollar signs; none, one, or two for `range`
  /// @param assigns whether the variables exist already
  record Pipeline(List<String> variables, boolean assigns, List<Command> commands) {
    public Pipeline {
      variables = List.copyOf(variables);
      commands = List.copyOf(commands);
    }
  }

  /// A function with arguments, or a single operand.
  record Command(List<Operand> operands) {
    public Command {
      operands = List.copyOf(operands);
    }

    Optional<String> function() {
      return operands.getFirst() instanceof Operand.Function(var name)
          ? Optional.of(name)
          : Optional.empty();
    }
  }

  /// One word of a command.
  sealed interface Operand {
    record Dot() implements Operand {}

    record Nil() implements Operand {}

    record Literal(Value value) implements Operand {}

    record Function(String name) implements Operand {}

    record Variable(String name) implements Operand {}

    record Nested(Pipeline pipeline) implements Operand {}

    /// A field of what stands before it; of the dot when nothing does.
    record Field(Operand of, String name) implements Operand {}
  }
}
