package org.entrepot.service.operation;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Operations and results as JSON for the queue. The kind is the record's simple name, stable like
/// a column name.
public final class OperationCodec {
  private static final Map<String, Class<? extends Operation>> KINDS = kinds(Operation.class);
  private static final Map<String, Class<? extends OperationResult>> RESULTS =
      kinds(OperationResult.class);

  private final JsonMapper mapper = JsonMapper.builder().build();

  /// The name of the operation's record.
  public String kind(Operation operation) {
    return operation.getClass().getSimpleName();
  }

  /// The operation's components.
  public String toJson(Operation operation) {
    return mapper.writeValueAsString(operation);
  }

  /// The operation that [#kind] and [#toJson] described.
  public Operation parse(String kind, String json) {
    Class<? extends Operation> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "the queue holds an operation of the unknown kind \"%s\": was it written by a newer version?"
              .formatted(kind));
    }
    return mapper.readValue(json, type);
  }

  /// A plain record, such as the progress of a task.
  public String recordToJson(Record value) {
    return mapper.writeValueAsString(value);
  }

  /// The record that [#recordToJson] wrote.
  public <T extends Record> T parseRecord(String json, Class<T> type) {
    return mapper.readValue(json, type);
  }

  /// A result's components, with its kind.
  public String resultToJson(OperationResult result) {
    return mapper.writeValueAsString(Map.of(result.getClass().getSimpleName(), result));
  }

  /// The result that [#resultToJson] wrote.
  public OperationResult parseResult(String json) {
    JsonNode tree = mapper.readTree(json);
    String kind = tree.propertyNames().stream().findFirst().orElse("");
    Class<? extends OperationResult> type = RESULTS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "a task has a result of the unknown kind \"%s\": was it written by a newer version?"
              .formatted(kind));
    }
    return mapper.treeToValue(tree.get(kind), type);
  }

  private static <T> Map<String, Class<? extends T>> kinds(Class<T> sealed) {
    var found = new HashMap<String, Class<? extends T>>();
    var open = new ArrayDeque<Class<?>>();
    open.add(sealed);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (type.isSealed() && Modifier.isInterface(type.getModifiers())) {
        open.addAll(List.of(type.getPermittedSubclasses()));
      } else {
        found.put(type.getSimpleName(), type.asSubclass(sealed));
      }
    }
    return Map.copyOf(found);
  }
}
