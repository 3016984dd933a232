package org.entrepot.server.archive;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// The preconditions of a request, in the order of RFC 9110, 13.2.2. Dates are compared for
/// equality only: going back to an older index gives an older date, and that is a change as well.
enum Conditions {
  /// Answer as if there were none.
  SEND,
  /// 304: the client has this state.
  NOT_MODIFIED,
  /// 412: the client asked for another state.
  FAILED;

  static Conditions of(HttpFields fields, String entityTag, Optional<String> date) {
    // Steps 1 and 2.
    if (fields.contains(HttpHeader.IF_MATCH)) {
      if (!names(fields, HttpHeader.IF_MATCH, entityTag, false)) {
        return FAILED;
      }
    } else if (fields.contains(HttpHeader.IF_UNMODIFIED_SINCE)
        && !isDate(fields.get(HttpHeader.IF_UNMODIFIED_SINCE), date)) {
      return FAILED;
    }
    // Steps 3 and 4.
    if (fields.contains(HttpHeader.IF_NONE_MATCH)) {
      return names(fields, HttpHeader.IF_NONE_MATCH, entityTag, true) ? NOT_MODIFIED : SEND;
    }
    return isDate(fields.get(HttpHeader.IF_MODIFIED_SINCE), date) ? NOT_MODIFIED : SEND;
  }

  /// Step 5: whether a Range field counts.
  static boolean rangeCounts(HttpFields fields, String entityTag, Optional<String> date) {
    String condition = fields.get(HttpHeader.IF_RANGE);
    return condition == null || condition.strip().equals(entityTag) || isDate(condition, date);
  }

  private static boolean isDate(@Nullable String field, Optional<String> date) {
    return field != null && date.isPresent() && field.strip().equals(date.get());
  }

  private static boolean names(
      HttpFields fields, HttpHeader header, String entityTag, boolean weakly) {
    return fields.getFields(header).stream()
        .map(HttpField::getValue)
        .flatMap(value ->
            value == null ? Arrays.stream(new String[0]) : Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(entityTag));
  }
}
