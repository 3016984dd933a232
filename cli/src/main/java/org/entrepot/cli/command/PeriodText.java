package org.entrepot.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lengths of time and instants as people type them.
final class PeriodText {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhdwy]?)");

  private PeriodText() {}

  /// A number of days, or a number with one of `s`, `m`, `h`, `d`, `w`, `y` (365 days); empty for
  /// any other text.
  static Optional<Duration> duration(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "w" -> Duration.ofDays(7 * number);
          case "y" -> Duration.ofDays(365 * number);
          default -> Duration.ofDays(number);
        });
  }

  /// An instant: so long ago, a day such as `2026-01-31` (UTC), or an instant such as
  /// `2026-01-31T12:00:00Z`; empty for any other text.
  static Optional<Instant> instant(String text, Instant now) {
    Optional<Duration> ago = duration(text);
    if (ago.isPresent()) {
      return Optional.of(now.minus(ago.get()));
    }
    try {
      return Optional.of(
          text.length() == "2026-01-31".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
