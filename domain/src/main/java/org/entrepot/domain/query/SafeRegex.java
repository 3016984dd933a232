package org.entrepot.domain.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// RE2 regular expressions, bounded.
///
/// RE2 matches in linear time, yet re2j multiplies out nested repetitions and parses groups by
/// recursion, so a short hostile expression could still take all memory or stack.
final class SafeRegex {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_GROUPS = 200;
  private static final long MAX_EXPANDED_LENGTH = 200_000;

  private SafeRegex() {}

  /// @throws IllegalArgumentException saying what is wrong with the expression
  static Pattern compile(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the regular expression is longer than " + MAX_LENGTH + " characters");
    }
    if (regex.chars().filter(c -> c == '(').count() > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "the regular expression has more than " + MAX_GROUPS + " groups");
    }
    if (regex.length() * repetitions(regex) > MAX_EXPANDED_LENGTH) {
      throw new IllegalArgumentException("the regular expression repeats too much");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// Product of all counts `{n}`, `{n,}` and `{n,m}`, wherever they stand: never less than what
  /// nesting can make of them.
  private static long repetitions(String regex) {
    long product = 1;
    for (int at = regex.indexOf('{'); at >= 0; at = regex.indexOf('{', at + 1)) {
      long largest = 1;
      long number = 0;
      for (int i = at + 1; i < regex.length(); i++) {
        char c = regex.charAt(i);
        if (c >= '0' && c <= '9') {
          number = Math.min(MAX_EXPANDED_LENGTH, number * 10 + (c - '0'));
          largest = Math.max(largest, number);
        } else if (c == ',') {
          number = 0;
        } else {
          break;
        }
      }
      product = Math.min(MAX_EXPANDED_LENGTH, product * largest);
    }
    return product;
  }
}
