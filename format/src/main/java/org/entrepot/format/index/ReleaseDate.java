package org.entrepot.format.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.entrepot.format.FormatException;

/// Dates of Release files: `Mon, 2 Jan 2006 15:04:05 UTC` (RFC 5322 with the zone named UTC).
///
/// Written by hand, as a formatter costs a young JVM more than all the rest of a Release file.
public final class ReleaseDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final Pattern DATE =
      Pattern.compile(
          "(?:[A-Za-z]{3},)? *([0-9]{1,2}) ([A-Za-z]{3}) ([0-9]{4})"
              + " ([0-9]{1,2}):([0-9]{2}):([0-9]{2}) (UTC|GMT|Z|[+-]0000)");

  private ReleaseDate() {}

  /// The text of an instant, in whole seconds; the day without leading zero.
  public static String format(Instant instant) {
    var date = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return DAYS.get(date.getDayOfWeek().getValue() - 1)
        + ", "
        + date.getDayOfMonth()
        + " "
        + MONTHS.get(date.getMonthValue() - 1)
        + " "
        + padded(date.getYear(), 4)
        + " "
        + padded(date.getHour(), 2)
        + ":"
        + padded(date.getMinute(), 2)
        + ":"
        + padded(date.getSecond(), 2)
        + " UTC";
  }

  /// The instant of a text; the name of the day is not checked, other zones than UTC are refused as
  /// apt does.
  ///
  /// @throws FormatException when it is no such date
  public static Instant parse(String text, String source) throws FormatException {
    var match = DATE.matcher(text.strip());
    int month = match.matches() ? MONTHS.indexOf(match.group(2)) + 1 : 0;
    if (month == 0) {
      throw notADate(text, source);
    }
    try {
      return LocalDateTime.of(
              Integer.parseInt(match.group(3)),
              month,
              Integer.parseInt(match.group(1)),
              Integer.parseInt(match.group(4)),
              Integer.parseInt(match.group(5)),
              Integer.parseInt(match.group(6)))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw notADate(text, source).causedBy(e);
    }
  }

  private static FormatException notADate(String text, String source) {
    return FormatException.of(source, "is not a date in UTC", "repository format, Date", text);
  }

  private static String padded(int number, int width) {
    var digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
