package org.entrepot.server.api.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The path of a route, `/api/repos/{repository}/packages`. A variable matches one segment, also an
/// empty one, but not an empty one at the end; after a fixed beginning (`graph.{extension}`) the
/// rest of one.
///
/// @param text as written
public record PathPattern(String text) {
  /// @throws IllegalArgumentException for a text that is not a pattern
  public PathPattern {
    if (!text.startsWith("/") || text.contains("//")) {
      throw new IllegalArgumentException("\"%s\" is not the pattern of a path".formatted(text));
    }
  }

  /// The values of the variables by name, in the order of the path; empty when it does not match.
  public Optional<Map<String, String>> match(PathSegments path) {
    List<String> wanted = parts();
    List<String> given = path.segments();
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < wanted.size(); i++) {
      String part = wanted.get(i);
      String value = given.get(i);
      if (!isVariable(part)) {
        if (!part.equals(value)) {
          return Optional.empty();
        }
        continue;
      }
      String beginning = part.substring(0, part.indexOf('{'));
      if (!value.startsWith(beginning)) {
        return Optional.empty();
      }
      value = value.substring(beginning.length());
      if (value.isEmpty() && i == wanted.size() - 1) {
        return Optional.empty();
      } else {
        values.put(nameOf(part), value);
      }
    }
    return Optional.of(values);
  }

  /// The names of the variables, in the order of the path.
  public List<String> variables() {
    var names = new ArrayList<String>();
    for (String part : parts()) {
      if (isVariable(part)) {
        names.add(nameOf(part));
      }
    }
    return names;
  }

  private List<String> parts() {
    return List.of(text.substring(1).split("/", -1));
  }

  private static boolean isVariable(String part) {
    return part.endsWith("}");
  }

  private static String nameOf(String variable) {
    return variable.substring(variable.indexOf('{') + 1, variable.length() - 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
