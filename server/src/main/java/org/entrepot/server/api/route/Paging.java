package org.entrepot.server.api.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Parts of long lists, for clients that ask for them; others get the whole list.
public final class Paging {
  private static final QueryParameter AFTER =
      QueryParameter.text("after", "only what comes after this name");
  private static final QueryParameter LIMIT = QueryParameter.number("limit", "how many at most");

  /// The parameters of a list.
  public static final List<QueryParameter> PARAMETERS = List.of(AFTER, LIMIT);

  private Paging() {}

  /// The part of a list, sorted by name, that the client asks for.
  public static <T> Answer answer(
      Call call, List<T> all, Function<T, String> name, Function<T, ?> shape) {
    String after = call.text(AFTER);
    List<T> rest =
        after.isEmpty()
            ? all
            : all.stream().dropWhile(each -> compare(name.apply(each), after) <= 0).toList();
    long limit = call.number(LIMIT).orElse(Long.MAX_VALUE);
    return Answer.ok(rest.stream().limit(limit).map(shape).toList());
  }

  /// Order of the UTF-8 bytes, in which names are sorted.
  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
