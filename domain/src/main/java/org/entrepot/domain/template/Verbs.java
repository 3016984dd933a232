package org.entrepot.domain.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The verbs of `printf`. What does not fit is written as Go writes it, `%!d(string=x)`; only a
/// text that grows too long fails.
final class Verbs {
  private static final int WIDEST = 10_000;

  private final String format;
  private final List<Value> arguments;
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int next;
  private boolean reordered;

  private Verbs(String format, List<Value> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /// What stands between the percent sign and the verb.
  private record Shape(String flags, int width, int precision) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    boolean hasPrecision() {
      return precision >= 0;
    }
  }

  static String format(String format, List<Value> arguments) throws TemplateException {
    return new Verbs(format, arguments).run();
  }

  private String run() throws TemplateException {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      verb();
      Budget.limit(text.length());
    }
    if (!reordered && next < arguments.size()) {
      text.append("%!(EXTRA ");
      for (int i = next; i < arguments.size(); i++) {
        text.append(i > next ? ", " : "").append(named(arguments.get(i)));
      }
      text.append(')');
    }
    return text.toString();
  }

  private void verb() {
    int start = at;
    while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    var flags = format.substring(start, at);
    position();
    int width = number();
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      position();
      precision = Math.max(0, number());
    }
    position();
    if (at >= format.length()) {
      text.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      text.append('%');
      return;
    }
    if (next >= arguments.size() || next < 0) {
      text.append(reordered ? badIndex(verb) : "%!" + Character.toString(verb) + "(MISSING)");
      return;
    }
    text.append(show(verb, arguments.get(next++), new Shape(flags, width, precision)));
  }

  private static String badIndex(int verb) {
    return "%!" + Character.toString(verb) + "(BADINDEX)";
  }

  /// Reads `[n]`, which chooses the argument that comes next.
  private void position() {
    int end = format.indexOf(']', at);
    if (at < format.length() && format.charAt(at) == '[' && end > 0) {
      var digits = format.substring(at + 1, end);
      reordered = true;
      next = digits.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(digits) - 1 : -1;
      at = end + 1;
    }
  }

  /// Reads a number or `*`; -1 when there is none.
  private int number() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      if (next >= 0
          && next < arguments.size()
          && arguments.get(next) instanceof Value.Whole(var n)) {
        next++;
        return Math.clamp(n, 0, WIDEST);
      }
      next++;
      text.append("%!(BADWIDTH)");
      return -1;
    }
    int start = at;
    int value = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      value = Math.min(WIDEST, value * 10 + format.charAt(at) - '0');
      at++;
    }
    return at == start ? -1 : value;
  }

  private static String show(int verb, Value value, Shape shape) {
    return switch (verb) {
      case 'v' -> value instanceof Value.Whole ? whole(10, value, shape) : plain(value, shape);
      case 'T' -> pad(value.typeName(), shape, false);
      case 's' ->
          value instanceof Value.Text || value instanceof Value.Fields
              ? plain(value, shape)
              : bad(verb, value);
      case 'q' -> quoted(value, shape);
      case 't' -> value instanceof Value.Truth ? plain(value, shape) : bad(verb, value);
      case 'd' -> value instanceof Value.Whole ? whole(10, value, shape) : bad(verb, value);
      case 'b' -> value instanceof Value.Whole ? whole(2, value, shape) : bad(verb, value);
      case 'o' -> value instanceof Value.Whole ? whole(8, value, shape) : bad(verb, value);
      case 'x' -> hex(value, shape, verb);
      case 'X' -> {
        var shown = hex(value, shape, verb);
        yield shown.startsWith("%!") ? shown : shown.toUpperCase(Locale.ROOT);
      }
      case 'c' ->
          value instanceof Value.Whole(var c) ? pad(character(c), shape, false) : bad(verb, value);
      case 'U' ->
          value instanceof Value.Whole(var c)
              ? pad("U+%04X".formatted(c), shape, false)
              : bad(verb, value);
      case 'e', 'f', 'g' -> real(verb, value, shape);
      default -> bad(verb, value);
    };
  }

  private static String plain(Value value, Shape shape) {
    var shown = value.formatted();
    if (value instanceof Value.Text && shape.hasPrecision()) {
      int end = Math.min(shape.precision(), shown.codePointCount(0, shown.length()));
      shown = shown.substring(0, shown.offsetByCodePoints(0, end));
    }
    return pad(shown, shape, value instanceof Value.Real);
  }

  private static String quoted(Value value, Shape shape) {
    return switch (value) {
      case Value.Text(var text) -> {
        boolean raw =
            shape.has('#') && text.indexOf('`') < 0 && text.chars().allMatch(c -> c >= ' ');
        yield pad(raw ? "`" + text + "`" : Quotes.quote(text, '"'), shape, false);
      }
      case Value.Whole(var c) -> pad(Quotes.quote(character(c), '\''), shape, false);
      case Value.Real _, Value.Truth _, Value.Fields _, Value.Absent _ -> bad('q', value);
    };
  }

  private static String character(long c) {
    return Character.toString(
        Character.isValidCodePoint((int) c) && c == (int) c ? (int) c : 0xFFFD);
  }

  private static String hex(Value value, Shape shape, int verb) {
    return switch (value) {
      case Value.Whole _ -> whole(16, value, shape);
      case Value.Text(var text) ->
          pad(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)), shape, false);
      case Value.Real _, Value.Truth _, Value.Fields _, Value.Absent _ -> bad(verb, value);
    };
  }

  private static String whole(int base, Value value, Shape shape) {
    long number = ((Value.Whole) value).value();
    var digits = Long.toString(number, base);
    var sign = digits.startsWith("-") ? "-" : shape.has('+') ? "+" : shape.has(' ') ? " " : "";
    digits = digits.startsWith("-") ? digits.substring(1) : digits;
    int least = shape.precision();
    if (!shape.hasPrecision() && shape.has('0') && !shape.has('-')) {
      least = shape.width() - sign.length();
    }
    digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
    if (shape.has('#')) {
      digits = (base == 16 ? "0x" : base == 8 ? "0" : base == 2 ? "0b" : "") + digits;
    }
    return pad(sign + digits, new Shape(shape.flags().replace("0", ""), shape.width(), -1), false);
  }

  private static String real(int verb, Value value, Shape shape) {
    if (!(value instanceof Value.Real(var number))) {
      return bad(verb, value);
    }
    int precision = shape.hasPrecision() ? Math.min(shape.precision(), 1000) : 6;
    var shown =
        verb == 'g' && !shape.hasPrecision()
            ? shortest(number)
            : String.format(
                Locale.ROOT,
                "%"
                    + (verb == 'g'
                        ? "." + Math.max(1, precision) + "g"
                        : "." + precision + (char) verb),
                number);
    if (number >= 0 && shape.has('+')) {
      shown = "+" + shown;
    }
    return pad(shown, shape, true);
  }

  /// The shortest text that reads back as the same number.
  static String shortest(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (decimal.signum() == 0 || (exponent >= -4 && exponent < 21)) {
      return decimal
          .setScale(Math.max(0, decimal.scale()), RoundingMode.UNNECESSARY)
          .toPlainString();
    }
    var digits = decimal.unscaledValue().abs().toString();
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + "%02d".formatted(Math.abs(exponent));
  }

  private static String pad(String text, Shape shape, boolean isNumber) {
    int missing = shape.width() - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (shape.has('-')) {
      return text + " ".repeat(missing);
    }
    if (!shape.has('0')) {
      return " ".repeat(missing) + text;
    }
    int sign = isNumber && (text.startsWith("-") || text.startsWith("+")) ? 1 : 0;
    return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
  }

  private static String bad(int verb, Value value) {
    return "%!" + Character.toString(verb) + "(" + named(value) + ")";
  }

  private static String named(Value value) {
    return value instanceof Value.Absent ? "<nil>" : value.typeName() + "=" + value.formatted();
  }
}
