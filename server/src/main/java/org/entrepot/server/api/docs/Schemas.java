package org.entrepot.server.api.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.entrepot.server.api.body.FieldNamed;
import org.entrepot.server.api.body.Required;
import org.entrepot.server.api.body.WholeBody;
import org.jspecify.annotations.Nullable;

/// JSON Schemas (2020-12) of the records that bodies and answers are. Collects those that were
/// named. For one thread.
final class Schemas {
  private final Map<String, Object> named = new LinkedHashMap<>();
  private final Map<String, Class<?>> types = new LinkedHashMap<>();

  /// The schemas of all records that were asked for, by name.
  Map<String, Object> named() {
    return named;
  }

  /// The schema of a type.
  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type first = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return of(first);
      }
      if (generic.getRawType() == Map.class) {
        return Map.of(
            "type", "object", "additionalProperties", of(generic.getActualTypeArguments()[1]));
      }
      return array(of(first));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isArray()) {
      return array(of(plain.getComponentType()));
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain == String.class) {
      return Map.of("type", "string");
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (plain == int.class || plain == long.class || plain == Integer.class) {
      return Map.of("type", "integer");
    }
    if (plain == double.class) {
      return Map.of("type", "number");
    }
    if (Map.class.isAssignableFrom(plain)) {
      return Map.of("type", "object");
    }
    if (plain == Object.class) {
      return Map.of();
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private static Map<String, Object> array(Map<String, Object> items) {
    return Map.of("type", "array", "items", items);
  }

  private Map<String, Object> record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 1 && components[0].isAnnotationPresent(WholeBody.class)) {
      return of(components[0].getGenericType());
    }
    String name = name(type);
    Class<?> before = types.putIfAbsent(name, type);
    if (before != null && before != type) {
      throw new IllegalArgumentException("%s and %s have one name".formatted(before, type));
    }
    if (before == null) {
      named.put(name, object(components));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private Map<String, Object> object(RecordComponent[] components) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (RecordComponent component : components) {
      String field = field(component);
      Map<String, Object> schema = of(component.getGenericType());
      properties.put(field, isNullable(component) ? orNull(schema) : schema);
      if (component.isAnnotationPresent(Required.class)) {
        required.add(field);
      }
    }
    var object = new LinkedHashMap<String, Object>();
    object.put("type", "object");
    object.put("properties", properties);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    return object;
  }

  private static boolean isNullable(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class) || component.getType() == Optional.class;
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static String field(RecordComponent component) {
    FieldNamed named = component.getAnnotation(FieldNamed.class);
    if (named != null) {
      return named.value();
    }
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    if (property != null) {
      return property.value();
    }
    String name = component.getName();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /// `RepositoryBodies.Create` is `RepositoryCreate`, `TaskShape` is `Task`.
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    String own = type.getSimpleName().replaceFirst("(Shape|Body)$", "");
    if (outer == null) {
      return own;
    }
    String around = outer.getSimpleName().replaceFirst("(Bodies|Shape|Routes)$", "");
    return around + own.replaceFirst("^" + around + "(?=.)", "");
  }
}
