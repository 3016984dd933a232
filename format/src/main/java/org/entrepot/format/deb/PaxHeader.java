package org.entrepot.format.deb;

import java.util.Optional;
import java.util.OptionalLong;
import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// What matters here of a pax extended header (pax(1), tar(5)): records of the form `LENGTH
/// KEY=VALUE` and a newline.
record PaxHeader(Optional<String> path, OptionalLong sizeBytes) {
  static final PaxHeader NONE = new PaxHeader(Optional.empty(), OptionalLong.empty());
  private static final String RULE = "tar(5)";

  /// Reads all records; the last of a key counts. The name of a sparse file stands in a key of
  /// GNU's own.
  static PaxHeader parse(byte[] body, String source) throws FormatException {
    Optional<String> path = Optional.empty();
    Optional<String> sparsePath = Optional.empty();
    OptionalLong size = OptionalLong.empty();
    int at = 0;
    while (at < body.length && body[at] != 0) {
      int end = recordEnd(body, at, source);
      String record = ByteText.decode(body, indexOf(body, ' ', at) + 1, end - 1);
      int equals = record.indexOf('=');
      if (equals < 0) {
        throw broken(source);
      }
      String value = record.substring(equals + 1);
      switch (record.substring(0, equals)) {
        case "path" -> path = Optional.of(value);
        case "GNU.sparse.name" -> sparsePath = Optional.of(value);
        case "size" -> size = OptionalLong.of(number(value, source));
        default -> {
          // times, owners, extended attributes: no concern of a listing
        }
      }
      at = end;
    }
    return new PaxHeader(sparsePath.isPresent() ? sparsePath : path, size);
  }

  private static int recordEnd(byte[] body, int at, String source) throws FormatException {
    int blank = indexOf(body, ' ', at);
    if (blank < 0 || blank == at || blank - at > 7) {
      throw broken(source);
    }
    int length = 0;
    for (int i = at; i < blank; i++) {
      if (body[i] < '0' || body[i] > '9') {
        throw broken(source);
      }
      length = length * 10 + body[i] - '0';
    }
    int end = at + length;
    if (end > body.length || end <= blank + 1 || body[end - 1] != '\n') {
      throw broken(source);
    }
    return end;
  }

  private static int indexOf(byte[] body, char wanted, int from) {
    for (int i = from; i < body.length; i++) {
      if (body[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static long number(String value, String source) throws FormatException {
    if (value.isEmpty()
        || value.length() > 18
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw broken(source);
    }
    return Long.parseLong(value);
  }

  private static FormatException broken(String source) {
    return FormatException.of(
        source, "the archive is damaged: an extended header is malformed", RULE, "");
  }
}
