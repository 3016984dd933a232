package org.entrepot.domain.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.domain.template.Node.Branch;
import org.entrepot.domain.template.Node.Command;
import org.entrepot.domain.template.Node.Operand;
import org.entrepot.domain.template.Node.Pipeline;

/// One rendering of a template.
final class Evaluation {
  /// How a list of nodes ended.
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private record Variable(String name, Value value) {}

  private final Value.Fields root;
  private final Budget budget = new Budget();
  private final List<Variable> variables = new ArrayList<>();
  private final StringBuilder output = new StringBuilder();

  Evaluation(Map<String, String> fields) {
    this.root = new Value.Fields(fields);
    variables.add(new Variable("$", root));
  }

  String render(List<Node> nodes) throws TemplateException {
    walk(nodes, root);
    return output.toString();
  }

  private Flow walk(List<Node> nodes, Value dot) throws TemplateException {
    for (var node : nodes) {
      var flow =
          switch (node) {
            case Node.Verbatim(var text) -> write(text);
            case Node.Action(var pipeline) -> act(pipeline, dot);
            case Branch branch -> branch(branch, dot);
            case Node.Break _ -> Flow.BREAK;
            case Node.Continue _ -> Flow.CONTINUE;
          };
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow write(String text) throws TemplateException {
    budget.spend(text.length());
    Budget.limit((long) output.length() + text.length());
    output.append(text);
    return Flow.NEXT;
  }

  private Flow act(Pipeline pipeline, Value dot) throws TemplateException {
    var value = value(pipeline, dot);
    return pipeline.variables().isEmpty() ? write(value.printed()) : Flow.NEXT;
  }

  private Flow branch(Branch branch, Value dot) throws TemplateException {
    int scope = variables.size();
    try {
      if (branch.kind() == Branch.Kind.RANGE) {
        return range(branch, dot);
      }
      var value = value(branch.pipeline(), dot);
      if (!value.isTrue()) {
        return walk(branch.otherwise(), dot);
      }
      return walk(branch.body(), branch.kind() == Branch.Kind.WITH ? value : dot);
    } finally {
      truncate(scope);
    }
  }

  private Flow range(Branch branch, Value dot) throws TemplateException {
    var names = branch.pipeline().variables();
    var bare = new Pipeline(List.of(), false, branch.pipeline().commands());
    var value = value(bare, dot);
    boolean assigns = branch.pipeline().assigns();
    return switch (value) {
      case Value.Fields(var fields) -> {
        if (fields.isEmpty()) {
          yield walk(branch.otherwise(), dot);
        }
        for (var entry : new TreeMap<>(fields).entrySet()) {
          var key = new Value.Text(entry.getKey());
          var element = new Value.Text(entry.getValue());
          if (!iterate(branch, names, assigns, key, element)) {
            break;
          }
        }
        yield Flow.NEXT;
      }
      case Value.Whole(var count) -> {
        if (names.size() > 1) {
          throw new TemplateException("range over a number has only one variable");
        }
        if (count <= 0) {
          yield walk(branch.otherwise(), dot);
        }
        for (long i = 0; i < count; i++) {
          var number = new Value.Whole(i);
          if (!iterate(branch, names, assigns, number, number)) {
            break;
          }
        }
        yield Flow.NEXT;
      }
      case Value.Absent _ -> walk(branch.otherwise(), dot);
      case Value.Text _, Value.Real _, Value.Truth _ ->
          throw new TemplateException("range can't iterate over " + value.formatted());
    };
  }

  /// One turn; returns whether there may be another.
  private boolean iterate(
      Branch branch, List<String> names, boolean assigns, Value key, Value element)
      throws TemplateException {
    budget.spend(0);
    int scope = variables.size();
    if (names.size() == 1) {
      set(names.getFirst(), element, assigns);
    } else if (names.size() == 2) {
      set(names.getFirst(), key, assigns);
      set(names.getLast(), element, assigns);
    }
    var flow = walk(branch.body(), element);
    truncate(scope);
    return flow != Flow.BREAK;
  }

  private Value value(Pipeline pipeline, Value dot) throws TemplateException {
    Optional<Value> last = Optional.empty();
    for (var command : pipeline.commands()) {
      last = Optional.of(value(command, dot, last));
    }
    var value = last.orElseThrow();
    for (var name : pipeline.variables()) {
      set(name, value, pipeline.assigns());
    }
    return value;
  }

  private Value value(Command command, Value dot, Optional<Value> piped) throws TemplateException {
    budget.spend(0);
    var function = command.function();
    var operands = command.operands();
    if (function.isEmpty()) {
      if (operands.size() > 1) {
        throw new TemplateException("only a function takes arguments");
      }
      return value(operands.getFirst(), dot);
    }
    var words = operands.subList(1, operands.size());
    if (function.get().equals("and") || function.get().equals("or")) {
      return decide(function.get().equals("and"), words, dot, piped);
    }
    var arguments = new ArrayList<Value>();
    for (var word : words) {
      arguments.add(value(word, dot));
    }
    piped.ifPresent(arguments::add);
    return Functions.call(function.get(), arguments, budget);
  }

  /// `and` and `or`, which look no further than needed.
  private Value decide(boolean and, List<Operand> words, Value dot, Optional<Value> piped)
      throws TemplateException {
    Optional<Value> last = Optional.empty();
    for (var word : words) {
      var value = value(word, dot);
      if (value.isTrue() != and) {
        return value;
      }
      last = Optional.of(value);
    }
    if (piped.isPresent()) {
      return piped.get();
    }
    return last.orElseThrow(
        () -> new TemplateException((and ? "and" : "or") + " needs an argument"));
  }

  private Value value(Operand operand, Value dot) throws TemplateException {
    return switch (operand) {
      case Operand.Dot _ -> dot;
      case Operand.Nil _ -> new Value.Absent();
      case Operand.Literal(var value) -> value;
      case Operand.Variable(var name) -> variable(name);
      case Operand.Nested(var pipeline) -> value(pipeline, dot);
      case Operand.Function(var name) -> Functions.call(name, List.of(), budget);
      case Operand.Field(var of, var name) -> field(value(of, dot), name);
    };
  }

  private static Value field(Value of, String name) throws TemplateException {
    if (of instanceof Value.Fields(var fields)) {
      var value = fields.get(name);
      return value == null ? new Value.Absent() : new Value.Text(value);
    }
    throw new TemplateException("can't evaluate field " + name + " in type " + of.typeName());
  }

  private Value variable(String name) throws TemplateException {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name().equals(name)) {
        return variables.get(i).value();
      }
    }
    throw new TemplateException("undefined variable " + name);
  }

  private void set(String name, Value value, boolean assigns) throws TemplateException {
    if (!assigns) {
      variables.add(new Variable(name, value));
      return;
    }
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name().equals(name)) {
        variables.set(i, new Variable(name, value));
        return;
      }
    }
    throw new TemplateException("undefined variable " + name);
  }

  private void truncate(int scope) {
    variables.subList(scope, variables.size()).clear();
  }
}
