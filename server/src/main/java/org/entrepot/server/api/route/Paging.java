package org.entrepot.server.api.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The part of a list, sorted by name, that a client asks for; without these parameters the whole
/// list.
///
/// @param after only what comes after this name; empty: from the beginning
/// @param limit how many at most
public record Paging(String after, long limit) {
  private static final QueryParameter AFTER =
      QueryParameter.text("after", "only what comes after this name");
  private static final QueryParameter LIMIT = QueryParameter.number("limit", "how many at most");

  /// The parameters of a list.
  public static final List<QueryParameter> PARAMETERS = List.of(AFTER, LIMIT);

  /// What the client asks for.
  ///
  /// @throws RefusedException when the limit is no number
  public static Paging of(Call call) {
    return new Paging(call.text(AFTER), call.number(LIMIT).orElse(Long.MAX_VALUE));
  }

  /// That part of a list, sorted by name.
  public <T> Answer answer(List<T> all, Function<T, String> name, Function<T, ?> shape) {
    List<T> rest =
        after.isEmpty()
            ? all
            : all.stream().dropWhile(each -> compare(name.apply(each), after) <= 0).toList();
    return Answer.ok(rest.stream().limit(limit).map(shape).toList());
  }

  /// Order of the UTF-8 bytes, in which names are sorted.
  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
