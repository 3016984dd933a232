package org.entrepot.server.api.body;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.server.api.route.RefusedException;
import tools.jackson.databind.JsonNode;

/// Makes a record of a body (spec rest-api 2.4). Components are `String`, `boolean`, records, lists
/// of these, and `Optional` of these; what is missing or null is the empty text, false, the empty
/// list, or absent. Names of fields are those of the components with a capital, unless
/// [FieldNamed]. Unknown fields are ignored.
final class RecordBinder {
  private final FieldTree tree;
  private final List<String> missing = new ArrayList<>();

  private RecordBinder(FieldTree tree) {
    this.tree = tree;
  }

  /// @throws RefusedException for a wrong type or a missing field
  static <B> B bind(Class<B> type, FieldTree tree) {
    var binder = new RecordBinder(tree);
    Object bound = binder.whole(type);
    if (!binder.missing.isEmpty()) {
      throw RefusedException.badRequest(String.join("\n", binder.missing));
    }
    return type.cast(bound);
  }

  private Object whole(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 1 && components[0].isAnnotationPresent(WholeBody.class)) {
      return make(
          type, components, List.of(list(elementType(components[0]), tree.node(), "", true)));
    }
    return record(type, tree.node(), "", true);
  }

  private Object record(Class<?> type, JsonNode object, String path, boolean checked) {
    if (!object.isObject()) {
      throw RefusedException.badRequest(
          "%s: an object is expected".formatted(path.isEmpty() ? "body" : withoutEnd(path)));
    }
    RecordComponent[] components = type.getRecordComponents();
    var values = new ArrayList<Object>();
    for (RecordComponent component : components) {
      String name = fieldName(component);
      Optional<JsonNode> field = tree.field(object, name);
      Object value = value(component.getGenericType(), field, path + name);
      if (checked && component.isAnnotationPresent(Required.class) && isMissing(field, value)) {
        missing.add(
            "%sKey: '%s.%s' Error:Field validation for '%s' failed on the 'required' tag"
                .formatted(path, type.getSimpleName(), name, name));
      }
      values.add(value);
    }
    return make(type, components, values);
  }

  /// The path of an object without what its fields need.
  private static String withoutEnd(String path) {
    return path.replaceFirst("(\\.|: )$", "");
  }

  private static boolean isMissing(Optional<JsonNode> field, Object value) {
    return field.isEmpty() || (value instanceof String text && text.isEmpty());
  }

  /// The name of the field that a component holds.
  static String fieldName(RecordComponent component) {
    FieldNamed named = component.getAnnotation(FieldNamed.class);
    if (named != null) {
      return named.value();
    }
    String name = component.getName();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private Object value(Type type, Optional<JsonNode> field, String path) {
    if (type instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return field.map(node -> value(of, Optional.of(node), path));
      }
      return field.map(node -> list((Class<?>) of, node, path, false)).orElse(List.of());
    }
    if (type == String.class) {
      return field.map(node -> text(node, path)).orElse("");
    }
    if (type == boolean.class || type == Boolean.class) {
      return field.map(node -> truth(node, path)).orElse(false);
    }
    if (type == int.class) {
      return field.map(node -> whole(node, path)).orElse(0);
    }
    Class<?> nested = (Class<?>) type;
    return field
        .map(node -> record(nested, node, path + ".", false))
        .orElseThrow(() -> new IllegalStateException(path + ": make it Optional"));
  }

  private List<Object> list(Class<?> element, JsonNode node, String path, boolean checked) {
    if (!node.isArray()) {
      if (tree.spelling() == FieldTree.Spelling.JSON) {
        throw RefusedException.badRequest(
            "%s: a list is expected".formatted(path.isEmpty() ? "body" : path));
      }
      return List.of(value(element, Optional.of(node), path)); // a list of one in XML
    }
    var values = new ArrayList<Object>();
    for (JsonNode each : node) {
      String at = path + "[" + values.size() + "]";
      values.add(
          element.isRecord()
              ? record(element, each, at + ": ", checked)
              : value(element, Optional.of(each), at));
    }
    return values;
  }

  private String text(JsonNode node, String path) {
    JsonNode scalar = single(node);
    if (scalar.isNull()) {
      return "";
    }
    if (!scalar.isString()) {
      throw RefusedException.badRequest("%s: a string is expected".formatted(path));
    }
    String text = scalar.asString();
    if (!text.codePoints().allMatch(RecordBinder::isStorable)) {
      throw RefusedException.badRequest(
          "%s: the text holds a null character or half a surrogate pair".formatted(path));
    }
    return text;
  }

  /// No database takes the others.
  private static boolean isStorable(int codePoint) {
    return codePoint != 0
        && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private boolean truth(JsonNode node, String path) {
    JsonNode scalar = single(node);
    if (scalar.isBoolean()) {
      return scalar.asBoolean();
    }
    if (tree.spelling() != FieldTree.Spelling.JSON && scalar.isString()) {
      switch (scalar.asString()) {
        case "1", "t", "T", "true", "TRUE", "True" -> {
          return true;
        }
        case "", "0", "f", "F", "false", "FALSE", "False" -> {
          return false;
        }
        default -> {}
      }
    }
    throw RefusedException.badRequest("%s: true or false is expected".formatted(path));
  }

  private int whole(JsonNode node, String path) {
    JsonNode scalar = single(node);
    if (scalar.isNull()) {
      return 0;
    }
    boolean text = tree.spelling() != FieldTree.Spelling.JSON && scalar.isString();
    String number = text ? scalar.asString() : scalar.toString();
    if (!number.matches("[0-9]{1,9}")) {
      throw RefusedException.badRequest("%s: a whole number is expected".formatted(path));
    }
    return Integer.parseInt(number);
  }

  /// Forms give a list for every name; the first counts.
  private JsonNode single(JsonNode node) {
    boolean form = tree.spelling() == FieldTree.Spelling.FORM;
    return form && node.isArray() && !node.isEmpty() ? node.get(0) : node;
  }

  private static Class<?> elementType(RecordComponent component) {
    return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
  }

  private static Object make(Class<?> type, RecordComponent[] components, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s cannot be made".formatted(type), e);
    }
  }
}
