package org.entrepot.domain.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The functions of the language except `and` and `or`, which do not evaluate all of their
/// arguments.
final class Functions {
  static final Set<String> NAMES =
      Set.of(
          "and",
          "or",
          "not",
          "len",
          "index",
          "slice",
          "print",
          "printf",
          "println",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "html",
          "js",
          "urlquery");

  private Functions() {}

  static Value call(String name, List<Value> arguments, Budget budget) throws TemplateException {
    long size = 0;
    for (var argument : arguments) {
      size += size(argument);
    }
    budget.spend(size);
    var result = result(name, arguments);
    budget.spend(size(result));
    return result;
  }

  private static long size(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.length();
      case Value.Fields(var fields) -> {
        long size = 0;
        for (var entry : fields.entrySet()) {
          size += entry.getKey().length() + entry.getValue().length();
        }
        yield size;
      }
      case Value.Whole _, Value.Real _, Value.Truth _, Value.Absent _ -> 1;
    };
  }

  private static Value result(String name, List<Value> arguments) throws TemplateException {
    return switch (name) {
      case "not" -> new Value.Truth(!only(name, arguments).isTrue());
      case "len" -> length(only(name, arguments));
      case "index" -> index(arguments);
      case "slice" -> slice(arguments);
      case "print" -> new Value.Text(print(arguments));
      case "println" -> new Value.Text(println(arguments));
      case "printf" -> printf(arguments);
      case "eq" -> equal(arguments);
      case "ne" -> {
        count(name, arguments, 2);
        yield new Value.Truth(!same(arguments.getFirst(), arguments.getLast()));
      }
      case "lt" -> new Value.Truth(compare(name, arguments) < 0);
      case "le" -> new Value.Truth(compare(name, arguments) <= 0);
      case "gt" -> new Value.Truth(compare(name, arguments) > 0);
      case "ge" -> new Value.Truth(compare(name, arguments) >= 0);
      case "html" -> new Value.Text(html(joined(arguments)));
      case "js" -> new Value.Text(js(joined(arguments)));
      case "urlquery" ->
          new Value.Text(
              URLEncoder.encode(joined(arguments), StandardCharsets.UTF_8)
                  .replace("*", "%2A")
                  .replace("%7E", "~"));
      default -> throw new TemplateException(name + " needs an argument");
    };
  }

  private static Value only(String name, List<Value> arguments) throws TemplateException {
    count(name, arguments, 1);
    return arguments.getFirst();
  }

  private static void count(String name, List<Value> arguments, int wanted)
      throws TemplateException {
    if (arguments.size() != wanted) {
      throw new TemplateException(
          "%s takes %d arguments, not %d".formatted(name, wanted, arguments.size()));
    }
  }

  private static Value length(Value of) throws TemplateException {
    return switch (of) {
      case Value.Text(var text) -> new Value.Whole(utf8(text).length);
      case Value.Fields(var fields) -> new Value.Whole(fields.size());
      case Value.Whole _, Value.Real _, Value.Truth _, Value.Absent _ ->
          throw new TemplateException("len of type " + of.typeName());
    };
  }

  private static Value index(List<Value> arguments) throws TemplateException {
    if (arguments.isEmpty()) {
      throw new TemplateException("index needs an argument");
    }
    var item = arguments.getFirst();
    for (var key : arguments.subList(1, arguments.size())) {
      item = index(item, key);
    }
    return item;
  }

  private static Value index(Value item, Value key) throws TemplateException {
    if (item instanceof Value.Fields(var fields) && key instanceof Value.Text(var name)) {
      return new Value.Text(fields.getOrDefault(name, ""));
    }
    if (item instanceof Value.Text(var text) && key instanceof Value.Whole(var at)) {
      var bytes = utf8(text);
      if (at < 0 || at >= bytes.length) {
        throw new TemplateException("index out of range: " + at);
      }
      return new Value.Whole(Byte.toUnsignedInt(bytes[(int) at]));
    }
    throw new TemplateException(
        "can't index type " + item.typeName() + " with type " + key.typeName());
  }

  private static Value slice(List<Value> arguments) throws TemplateException {
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof Value.Text(var text))) {
      throw new TemplateException("slice needs a text");
    }
    if (arguments.size() > 3) {
      throw new TemplateException("slice of a text takes at most two bounds");
    }
    var bytes = utf8(text);
    long from = arguments.size() > 1 ? bound(arguments.get(1)) : 0;
    long to = arguments.size() > 2 ? bound(arguments.get(2)) : bytes.length;
    if (from < 0 || from > to || to > bytes.length) {
      throw new TemplateException("slice out of range: " + from + " to " + to);
    }
    return new Value.Text(
        new String(Arrays.copyOfRange(bytes, (int) from, (int) to), StandardCharsets.UTF_8));
  }

  private static long bound(Value value) throws TemplateException {
    if (value instanceof Value.Whole(var bound)) {
      return bound;
    }
    throw new TemplateException("a bound of type " + value.typeName());
  }

  private static Value equal(List<Value> arguments) throws TemplateException {
    if (arguments.size() < 2) {
      throw new TemplateException("eq: missing argument for comparison");
    }
    for (var other : arguments.subList(1, arguments.size())) {
      if (same(arguments.getFirst(), other)) {
        return new Value.Truth(true);
      }
    }
    return new Value.Truth(false);
  }

  private static boolean same(Value a, Value b) throws TemplateException {
    if (a instanceof Value.Absent || b instanceof Value.Absent) {
      return a.equals(b);
    }
    if (a.getClass() != b.getClass() || a instanceof Value.Fields) {
      throw incompatible(a, b);
    }
    return a.equals(b);
  }

  private static int compare(String name, List<Value> arguments) throws TemplateException {
    count(name, arguments, 2);
    var a = arguments.getFirst();
    var b = arguments.getLast();
    if (a instanceof Value.Text(var left) && b instanceof Value.Text(var right)) {
      return Arrays.compareUnsigned(utf8(left), utf8(right));
    }
    if (a instanceof Value.Whole(var left) && b instanceof Value.Whole(var right)) {
      return Long.compare(left, right);
    }
    if (a instanceof Value.Real(var left) && b instanceof Value.Real(var right)) {
      return Double.compare(left, right);
    }
    throw incompatible(a, b);
  }

  private static TemplateException incompatible(Value a, Value b) {
    return new TemplateException(
        "incompatible types for comparison: " + a.typeName() + " and " + b.typeName());
  }

  private static Value printf(List<Value> arguments) throws TemplateException {
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof Value.Text(var format))) {
      throw new TemplateException("printf needs a format");
    }
    return new Value.Text(Verbs.format(format, arguments.subList(1, arguments.size())));
  }

  /// Blanks stand only between two arguments that are both no texts.
  private static String print(List<Value> arguments) {
    var text = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      if (i > 0
          && !(arguments.get(i) instanceof Value.Text)
          && !(arguments.get(i - 1) instanceof Value.Text)) {
        text.append(' ');
      }
      text.append(arguments.get(i).formatted());
    }
    return text.toString();
  }

  private static String println(List<Value> arguments) {
    var words = arguments.stream().map(Value::formatted).toList();
    return String.join(" ", words) + "\n";
  }

  private static String joined(List<Value> arguments) {
    var shown =
        arguments.stream()
            .<Value>map(
                value -> value instanceof Value.Absent ? new Value.Text("<no value>") : value)
            .toList();
    return print(shown);
  }

  private static String html(String text) {
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '\'' -> escaped.append("&#39;");
        case '"' -> escaped.append("&#34;");
        case 0 -> escaped.append('\uFFFD');
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String js(String text) {
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '\'', '"' -> escaped.append('\\').append(c);
        case '<', '>', '&', '=' -> escaped.append("\\u%04X".formatted((int) c));
        default -> {
          if (c < ' ' || c == 0x7f) {
            escaped.append("\\u%04X".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
