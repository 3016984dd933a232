package org.entrepot.server.api.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.server.PercentEncoding;

/// The path of a request, split at its slashes and only then decoded, so that `%2F` is data. Empty
/// segments, `.` and `..` are segments like any other; what they mean is for routes to say.
///
/// @param segments what stands between slashes; the first slash begins the first segment
public record PathSegments(List<String> segments) {
  public PathSegments {
    segments = List.copyOf(segments);
  }

  /// The segments of a raw path; empty when it does not begin with a slash, or an escape is
  /// malformed or not UTF-8.
  public static Optional<PathSegments> parse(String raw) {
    if (!raw.startsWith("/")) {
      return Optional.empty();
    }
    var segments = new ArrayList<String>();
    for (String part : raw.substring(1).split("/", -1)) {
      Optional<String> decoded = PercentEncoding.decode(part);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      segments.add(decoded.get());
    }
    return Optional.of(new PathSegments(segments));
  }

  /// Whether the path ended in a slash.
  public boolean endsInSlash() {
    return segments.size() > 1 && segments.getLast().isEmpty();
  }

  /// The segments without the empty one that a slash at the end makes.
  public PathSegments withoutLastSlash() {
    return new PathSegments(segments.subList(0, segments.size() - 1));
  }
}
