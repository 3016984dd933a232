package org.entrepot.domain.packages;

import java.util.ArrayList;
import java.util.List;

/// Splits a relationship field at its commas, and leaves the items alone otherwise.
final class RelationshipItems {
  private RelationshipItems() {}

  static List<String> split(String field) {
    var items = new ArrayList<String>();
    int from = 0;
    while (from <= field.length()) {
      int comma = field.indexOf(',', from);
      int to = comma < 0 ? field.length() : comma;
      var item = field.substring(from, to).strip();
      if (!item.isEmpty()) {
        items.add(item);
      }
      from = to + 1;
    }
    return items;
  }

  static String joined(String field) {
    return String.join(", ", split(field));
  }
}
