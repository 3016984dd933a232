package org.entrepot.server.archive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What part of a file a Range field asks for (RFC 9110, 14.2). A field that is malformed, of
/// another unit, or asks for several ranges at once is ignored, as the RFC allows: apt and curl
/// resume with one range.
sealed interface ByteRange {
  Pattern ONE_RANGE =
      Pattern.compile("(?i:bytes)\\s*=\\s*,?\\s*([0-9]*)\\s*-\\s*([0-9]*)\\s*,?\\s*");

  /// Everything.
  record Whole() implements ByteRange {}

  /// The bytes from `first` to `last`, both included.
  record Part(long first, long last) implements ByteRange {
    long lengthBytes() {
      return last - first + 1;
    }
  }

  /// Nothing of the file lies in the range: status 416.
  record Unsatisfiable() implements ByteRange {}

  static ByteRange parse(String field, long sizeBytes) {
    Matcher matcher = ONE_RANGE.matcher(field);
    if (field.length() > 100 || !matcher.matches()) {
      return new Whole();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? new Whole() : suffix(number(to), sizeBytes);
    }
    long first = number(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
    if (last < first) {
      return new Whole();
    }
    return first >= sizeBytes
        ? new Unsatisfiable()
        : new Part(first, Math.min(last, sizeBytes - 1));
  }

  private static ByteRange suffix(long length, long sizeBytes) {
    if (length == 0) {
      return new Unsatisfiable();
    }
    return sizeBytes == 0 ? new Whole() : new Part(Math.max(0, sizeBytes - length), sizeBytes - 1);
  }

  private static long number(String digits) {
    // 18 digits always fit, and no file is larger.
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
