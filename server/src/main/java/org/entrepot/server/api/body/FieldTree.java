package org.entrepot.server.api.body;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A body before it becomes a record: the same for JSON, XML and forms.
///
/// @param node objects, lists and scalars
/// @param spelling how names and values are taken
record FieldTree(JsonNode node, Spelling spelling) {
  /// What clients of each kind may rely on.
  enum Spelling {
    /// Names match whatever their case; values have types.
    JSON,
    /// Names match whatever their case; every value is text.
    XML,
    /// Names match exactly; every value is text.
    FORM
  }

  static FieldTree ofForm(Map<String, List<String>> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, values) -> {
      var list = object.putArray(name);
      values.forEach(list::add);
    });
    return new FieldTree(object, Spelling.FORM);
  }

  /// The field of this name, if it is there and not null. Of several that differ only in case the
  /// last counts.
  Optional<JsonNode> field(JsonNode object, String name) {
    @Nullable JsonNode found = null;
    String wanted = name.toLowerCase(Locale.ROOT);
    for (var entry : object.properties()) {
      boolean same =
          spelling == Spelling.FORM
              ? entry.getKey().equals(name)
              : entry.getKey().toLowerCase(Locale.ROOT).equals(wanted);
      if (same) {
        found = entry.getValue();
      }
    }
    return Optional.ofNullable(found).filter(node -> !node.isNull());
  }
}
