package org.entrepot.domain.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entrepot.domain.template.Node.Branch;
import org.entrepot.domain.template.Node.Command;
import org.entrepot.domain.template.Node.Operand;
import org.entrepot.domain.template.Node.Pipeline;
import org.entrepot.domain.template.Token.Kind;

/// Makes nodes of words, by recursive descent with bounded depth.
final class TemplateParser {
  private static final int MAXIMUM_DEPTH = 100;
  private static final Pattern REAL =
      Pattern.compile("[+-]?(?=.*[.eE])([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");

  private final List<Token> tokens;
  private final List<String> variables = new ArrayList<>(List.of("$"));
  private int next;
  private int depth;
  private int ranges;

  private TemplateParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static List<Node> parse(String text) throws TemplateException {
    var parser = new TemplateParser(Lexer.tokens(text));
    var nodes = new ArrayList<Node>();
    var stop = parser.list(nodes);
    if (!stop.isEmpty()) {
      throw parser.error("unexpected {{" + stop + "}}");
    }
    return nodes;
  }

  /// Reads nodes up to `{{end}}`, `{{else` or the end; returns that keyword, empty for the end.
  /// After `else` the next word is what follows it.
  private String list(List<Node> nodes) throws TemplateException {
    if (++depth > MAXIMUM_DEPTH) {
      throw error("nested too deeply");
    }
    while (true) {
      var token = take();
      switch (token.kind()) {
        case VERBATIM -> {
          if (!token.text().isEmpty()) {
            nodes.add(new Node.Verbatim(token.text()));
          }
        }
        case OPEN -> {
          skipSpace();
          var word = peek().kind() == Kind.IDENTIFIER ? peek().text() : "";
          switch (word) {
            case "end", "else" -> {
              next++;
              depth--;
              return word;
            }
            case "if", "with", "range" -> nodes.add(branch(word));
            case "break", "continue" -> nodes.add(jump(word));
            case "define", "template", "block" ->
                throw error("{{" + word + "}} is not supported; write the text in place");
            default -> {
              nodes.add(new Node.Action(pipeline("")));
              expect(Kind.CLOSE);
            }
          }
        }
        default -> {
          depth--;
          return "";
        }
      }
    }
  }

  private Node jump(String word) throws TemplateException {
    next++;
    skipSpace();
    expect(Kind.CLOSE);
    if (ranges == 0) {
      throw error("{{" + word + "}} outside {{range}}");
    }
    return word.equals("break") ? new Node.Break() : new Node.Continue();
  }

  /// A branch from its keyword to its end.
  private Branch branch(String keyword) throws TemplateException {
    next++;
    int scope = variables.size();
    var pipeline = pipeline(keyword);
    expect(Kind.CLOSE);
    int bodyScope = variables.size();
    var body = new ArrayList<Node>();
    ranges += keyword.equals("range") ? 1 : 0;
    var stop = list(body);
    ranges -= keyword.equals("range") ? 1 : 0;
    truncate(bodyScope);
    var otherwise = new ArrayList<Node>();
    if (stop.equals("else")) {
      otherwise(keyword, otherwise);
    } else {
      close(stop);
    }
    truncate(scope);
    var kind =
        switch (keyword) {
          case "if" -> Branch.Kind.IF;
          case "with" -> Branch.Kind.WITH;
          default -> Branch.Kind.RANGE;
        };
    return new Branch(kind, pipeline, List.copyOf(body), List.copyOf(otherwise));
  }

  private void otherwise(String keyword, List<Node> nodes) throws TemplateException {
    skipSpace();
    if (peek().kind() == Kind.IDENTIFIER
        && peek().text().equals(keyword)
        && !keyword.equals("range")) {
      if (++depth > MAXIMUM_DEPTH) {
        throw error("nested too deeply");
      }
      nodes.add(branch(keyword)); // {{else if}} shares the end of its {{if}}
      depth--;
      return;
    }
    expect(Kind.CLOSE);
    close(list(nodes));
  }

  private void close(String stop) throws TemplateException {
    if (stop.isEmpty()) {
      throw error("a branch has no {{end}}");
    }
    if (!stop.equals("end")) {
      throw error("unexpected {{else}}");
    }
    skipSpace();
    expect(Kind.CLOSE);
  }

  private void truncate(int scope) {
    variables.subList(scope, variables.size()).clear();
  }

  private Pipeline pipeline(String keyword) throws TemplateException {
    if (++depth > MAXIMUM_DEPTH) {
      throw error("nested too deeply");
    }
    skipSpace();
    int start = next;
    var names = new ArrayList<String>();
    while (peek().kind() == Kind.VARIABLE && names.size() < 2) {
      names.add(take().text());
      skipSpace();
      if (names.size() == 1 && keyword.equals("range") && peek().kind() == Kind.COMMA) {
        next++;
        skipSpace();
        continue;
      }
      break;
    }
    boolean declares = !names.isEmpty() && peek().kind() == Kind.DECLARE;
    boolean assigns = !names.isEmpty() && peek().kind() == Kind.ASSIGN;
    if (declares || assigns) {
      next++;
    } else {
      names.clear();
      next = start;
    }
    if (assigns) {
      for (var name : names) {
        requireVariable(name);
      }
    }
    var commands = commands();
    if (declares) {
      variables.addAll(names);
    }
    depth--;
    return new Pipeline(names, assigns, commands);
  }

  private List<Command> commands() throws TemplateException {
    var commands = new ArrayList<Command>();
    while (true) {
      var command = command();
      if (!commands.isEmpty() && command.function().isEmpty()) {
        throw error("only a function may stand after |");
      }
      commands.add(command);
      skipSpace();
      if (peek().kind() != Kind.PIPE) {
        return commands;
      }
      next++;
    }
  }

  private Command command() throws TemplateException {
    var operands = new ArrayList<Operand>();
    skipSpace();
    while (startsOperand(peek())) {
      operands.add(operand());
      if (peek().kind() != Kind.SPACE) {
        break;
      }
      skipSpace();
    }
    if (operands.isEmpty()) {
      throw error("missing value");
    }
    if (startsOperand(peek())) {
      throw error("a blank is missing between two words");
    }
    if (operands.getFirst() instanceof Operand.Nil) {
      throw error("nil is not a command");
    }
    return new Command(operands);
  }

  private static boolean startsOperand(Token token) {
    return switch (token.kind()) {
      case IDENTIFIER, FIELD, DOT, VARIABLE, STRING, CHARACTER, NUMBER, LEFT -> true;
      case VERBATIM, OPEN, CLOSE, SPACE, DECLARE, ASSIGN, PIPE, COMMA, RIGHT, END -> false;
    };
  }

  private Operand operand() throws TemplateException {
    var operand = term();
    while (peek().kind() == Kind.FIELD) {
      if (operand instanceof Operand.Literal
          || operand instanceof Operand.Nil
          || operand instanceof Operand.Function) {
        throw error("." + peek().text() + " cannot follow this");
      }
      operand = new Operand.Field(operand, take().text());
    }
    return operand;
  }

  private Operand term() throws TemplateException {
    var token = take();
    return switch (token.kind()) {
      case DOT -> new Operand.Dot();
      case FIELD -> new Operand.Field(new Operand.Dot(), token.text());
      case VARIABLE -> {
        requireVariable(token.text());
        yield new Operand.Variable(token.text());
      }
      case STRING -> new Operand.Literal(new Value.Text(token.text()));
      case CHARACTER -> {
        if (token.text().codePointCount(0, token.text().length()) != 1) {
          throw error("one character belongs between single quotes");
        }
        yield new Operand.Literal(new Value.Whole(token.text().codePointAt(0)));
      }
      case NUMBER -> new Operand.Literal(number(token.text()));
      case LEFT -> {
        var nested = pipeline("");
        skipSpace();
        expect(Kind.RIGHT);
        yield new Operand.Nested(nested);
      }
      default -> word(token.text());
    };
  }

  private Operand word(String word) throws TemplateException {
    return switch (word) {
      case "true" -> new Operand.Literal(new Value.Truth(true));
      case "false" -> new Operand.Literal(new Value.Truth(false));
      case "nil" -> new Operand.Nil();
      default -> {
        if (!Functions.NAMES.contains(word)) {
          throw error("there is no function " + word);
        }
        yield new Operand.Function(word);
      }
    };
  }

  private Value number(String text) throws TemplateException {
    var whole = WholeNumber.parse(text);
    if (whole.isPresent()) {
      return new Value.Whole(whole.getAsLong());
    }
    if (REAL.matcher(text).matches() && text.length() < 400) {
      return new Value.Real(Double.parseDouble(text));
    }
    throw error("bad number " + text);
  }

  private void requireVariable(String name) throws TemplateException {
    if (!variables.contains(name)) {
      throw error("undefined variable " + name);
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    var token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  private void skipSpace() {
    while (peek().kind() == Kind.SPACE) {
      next++;
    }
  }

  private void expect(Kind kind) throws TemplateException {
    skipSpace();
    if (peek().kind() != kind) {
      throw error("unexpected \"" + peek().text() + "\"");
    }
    next++;
  }

  private TemplateException error(String problem) {
    return new TemplateException("at character " + (peek().offset() + 1) + ": " + problem);
  }
}
