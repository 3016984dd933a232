package org.entrepot.domain.query;

import java.util.ArrayList;
import java.util.Optional;
import org.entrepot.domain.query.Token.Kind;

/// Reads a query by recursive descent; the methods carry the names of the grammar's rules.
final class QueryParser {
  /// Far beyond what people write, far below what a thread's stack can take.
  private static final int MAX_DEPTH = 200;

  private static final int MAX_LENGTH = 1 << 20;

  private final String text;
  private final QueryLexer lexer;
  private Token next;
  private int depth;

  private QueryParser(String text) throws QueryException {
    this.text = text;
    this.lexer = new QueryLexer(text);
    this.next = lexer.next();
  }

  static PackageQuery parse(String text) throws QueryException {
    if (text.length() > MAX_LENGTH) {
      throw new QueryException("", 0, "the query is longer than " + MAX_LENGTH + " characters");
    }
    var parser = new QueryParser(text);
    var query = parser.query();
    parser.expect(Kind.END, "end of query");
    return query;
  }

  private PackageQuery query() throws QueryException {
    var queries = new ArrayList<PackageQuery>();
    queries.add(and());
    while (next.kind() == Kind.OR) {
      take();
      queries.add(and());
    }
    return queries.size() == 1 ? queries.getFirst() : new AnyOf(queries);
  }

  private PackageQuery and() throws QueryException {
    var queries = new ArrayList<PackageQuery>();
    queries.add(not());
    while (next.kind() == Kind.AND) {
      take();
      queries.add(not());
    }
    return queries.size() == 1 ? queries.getFirst() : new AllOf(queries);
  }

  private PackageQuery not() throws QueryException {
    if (next.kind() != Kind.NOT && next.kind() != Kind.OPEN) {
      return term();
    }
    if (++depth > MAX_DEPTH) {
      throw new QueryException(
          text, next.position(), "the query is nested more than " + MAX_DEPTH + " levels deep");
    }
    PackageQuery query;
    if (take().kind() == Kind.NOT) {
      query = new Not(not());
    } else {
      query = query();
      expect(Kind.CLOSE, "')'");
    }
    depth--;
    return query;
  }

  private PackageQuery term() throws QueryException {
    var word = expect(Kind.WORD, "field or package name").text();
    boolean field = isField(word);
    if (!field && next.kind() != Kind.OPEN) {
      var reference = DirectReference.parse(word);
      if (reference.isPresent()) {
        return reference.get();
      }
    }
    var condition = condition();
    return field
        ? new FieldQuery(word, condition)
        : new DependencyQuery(word, condition, architecture());
  }

  private static boolean isField(String word) {
    return word.startsWith("$")
        || (!word.isEmpty() && Character.isUpperCase(word.codePointAt(0)) && word.indexOf('_') < 0);
  }

  private Optional<Condition> condition() throws QueryException {
    if (next.kind() != Kind.OPEN) {
      return Optional.empty();
    }
    take();
    var operator = next.kind() == Kind.OPERATOR ? operator(take().text()) : Operator.EQUAL;
    var value = expect(Kind.WORD, "value");
    expect(Kind.CLOSE, "')'");
    try {
      return Optional.of(Condition.of(operator, value.text()));
    } catch (IllegalArgumentException e) {
      var refused = new QueryException(text, value.position(), String.valueOf(e.getMessage()));
      refused.initCause(e);
      throw refused;
    }
  }

  private static Operator operator(String sign) {
    return switch (sign) {
      case "<<" -> Operator.LESS;
      case "<", "<=" -> Operator.LESS_OR_EQUAL;
      case ">>" -> Operator.GREATER;
      case ">", ">=" -> Operator.GREATER_OR_EQUAL;
      case "%" -> Operator.GLOB;
      case "~" -> Operator.REGEX;
      default -> Operator.EQUAL;
    };
  }

  private Optional<String> architecture() throws QueryException {
    if (next.kind() != Kind.OPEN_BRACE) {
      return Optional.empty();
    }
    take();
    var word = expect(Kind.WORD, "architecture").text();
    expect(Kind.CLOSE_BRACE, "'}'");
    return Optional.of(word);
  }

  private Token expect(Kind kind, String expected) throws QueryException {
    if (next.kind() != kind) {
      throw new QueryException(
          text, next.position(), "unexpected token " + next + ": expecting " + expected);
    }
    return take();
  }

  private Token take() throws QueryException {
    var taken = next;
    next = lexer.next();
    return taken;
  }
}
