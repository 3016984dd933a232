package org.entrepot.app.torture;

/// When something was asked and when it was answered, in nanoseconds of one clock.
///
/// @param end [#NEVER] when no answer came: it may have happened at any time since, or never
record Span(long begin, long end) {
  static final long NEVER = Long.MAX_VALUE;

  /// Began and was not answered.
  static Span unanswered(long begin) {
    return new Span(begin, NEVER);
  }

  /// Whether it was over when the other began.
  boolean isBefore(Span other) {
    return end < other.begin;
  }

  boolean isAnswered() {
    return end != NEVER;
  }

  /// In milliseconds since an instant.
  String since(long start) {
    return "[%d..%s]"
        .formatted(
            (begin - start) / 1_000_000, isAnswered() ? "" + (end - start) / 1_000_000 : "never");
  }
}
