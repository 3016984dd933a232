package org.entrepot.server.api.route;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

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
      Optional<String> decoded = decode(part);
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

  private static Optional<String> decode(String part) {
    if (part.indexOf('%') < 0) {
      return Optional.of(part);
    }
    var bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      if (i + 2 >= part.length()
          || !HexFormat.isHexDigit(part.charAt(i + 1))
          || !HexFormat.isHexDigit(part.charAt(i + 2))) {
        return Optional.empty();
      }
      bytes.write(HexFormat.fromHexDigits(part, i + 1, i + 3));
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
