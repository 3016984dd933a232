package org.entrepot.domain.template;

import java.util.Map;
import java.util.TreeMap;

/// What an expression of a template is worth.
sealed interface Value {
  record Text(String value) implements Value {}

  record Whole(long value) implements Value {}

  record Real(double value) implements Value {}

  record Truth(boolean value) implements Value {}

  /// The fields of the package.
  record Fields(Map<String, String> value) implements Value {}

  /// No value: a field that is not there, or `nil`.
  record Absent() implements Value {}

  /// Whether `if` takes the first branch.
  default boolean isTrue() {
    return switch (this) {
      case Text(var text) -> !text.isEmpty();
      case Whole(var number) -> number != 0;
      case Real(var number) -> number != 0;
      case Truth(var truth) -> truth;
      case Fields(var fields) -> !fields.isEmpty();
      case Absent _ -> false;
    };
  }

  /// The text that an action prints; what is absent reads `<no value>`.
  default String printed() {
    return this instanceof Absent ? "<no value>" : formatted();
  }

  /// The text of the verb `%v`; what is absent reads `<nil>`.
  default String formatted() {
    return switch (this) {
      case Text(var text) -> text;
      case Whole(var number) -> Long.toString(number);
      case Real(var number) -> Verbs.shortest(number);
      case Truth(var truth) -> Boolean.toString(truth);
      case Fields(var fields) -> {
        var all = new StringBuilder("map[");
        new TreeMap<>(fields)
            .forEach((name, value) -> all.append(name).append(':').append(value).append(' '));
        if (!fields.isEmpty()) {
          all.setLength(all.length() - 1);
        }
        yield all.append(']').toString();
      }
      case Absent _ -> "<nil>";
    };
  }

  /// The name of the type as the verb `%T` says it.
  default String typeName() {
    return switch (this) {
      case Text _ -> "string";
      case Whole _ -> "int";
      case Real _ -> "float64";
      case Truth _ -> "bool";
      case Fields _ -> "map[string]string";
      case Absent _ -> "<nil>";
    };
  }
}
