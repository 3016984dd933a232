package org.entrepot.domain.query;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.entrepot.format.version.Version;
import org.jspecify.annotations.Nullable;

/// What stands in the parentheses of a term: an operator and a value. Equal when both are.
/// Immutable and thread-safe.
public final class Condition {
  private final Operator operator;
  private final String value;
  private final Version version;
  private final @Nullable Glob glob;
  private final @Nullable Pattern regex;

  private Condition(Operator operator, String value, @Nullable Glob glob, @Nullable Pattern regex) {
    this.operator = operator;
    this.value = value;
    this.version = Version.parseLenient(value);
    this.glob = glob;
    this.regex = regex;
  }

  /// The condition of its parts. A malformed glob matches nothing.
  ///
  /// @throws IllegalArgumentException for a bad regular expression
  public static Condition of(Operator operator, String value) {
    return switch (operator) {
      case GLOB -> new Condition(operator, value, Glob.parse(value).orElse(null), null);
      case REGEX -> new Condition(operator, value, null, SafeRegex.compile(value));
      default -> new Condition(operator, value, null, null);
    };
  }

  /// How it compares.
  public Operator operator() {
    return operator;
  }

  /// What it compares with.
  public String value() {
    return value;
  }

  /// Whether a version fulfils this; equal is what dpkg holds equal.
  boolean matches(Version candidate) {
    return switch (operator) {
      case EQUAL -> candidate.compareTo(version) == 0;
      case LESS -> candidate.compareTo(version) < 0;
      case LESS_OR_EQUAL -> candidate.compareTo(version) <= 0;
      case GREATER -> candidate.compareTo(version) > 0;
      case GREATER_OR_EQUAL -> candidate.compareTo(version) >= 0;
      case GLOB, REGEX -> matchesPattern(candidate.toString());
    };
  }

  /// Whether a text fulfils this; equal is equal text, and texts have the order of versions.
  boolean matches(String candidate) {
    return switch (operator) {
      case EQUAL -> candidate.equals(value);
      case GLOB, REGEX -> matchesPattern(candidate);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          matches(Version.parseLenient(candidate));
    };
  }

  private boolean matchesPattern(String candidate) {
    return (glob != null && glob.matches(candidate))
        || (regex != null && regex.matcher(candidate).find());
  }

  /// The value if only exactly this text can fulfil the condition.
  Optional<String> exactText() {
    return operator == Operator.EQUAL ? Optional.of(value) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that && operator == that.operator && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * operator.hashCode() + value.hashCode();
  }

  /// As in a query, with its parentheses.
  @Override
  public String toString() {
    return "(" + operator.sign() + " " + Words.quoted(value) + ")";
  }
}
