package org.entrepot.domain.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entrepot.domain.name.InvalidNameException;

/// When something is due. The text form is that of a timer: `every 6h`, or `at Mon..Fri 03:00,15:30
/// Europe/Berlin`. Immutable.
public sealed interface Timing {
  /// The shortest time between two runs.
  Duration SHORTEST = Duration.ofMinutes(1);

  /// The longest one, so that a wrong clock does no harm for ever.
  Duration LONGEST = Duration.ofDays(366);

  /// Again after a length of time.
  record Every(Duration period) implements Timing {
    /// @throws InvalidNameException for less than a minute, or more than 366 days
    public Every {
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new InvalidNameException(
            "a schedule repeats after one minute at the earliest and 366 days at the latest");
      }
    }

    @Override
    public Instant after(Instant instant) {
      return instant.plus(period);
    }

    @Override
    public String toString() {
      long seconds = period.toSeconds();
      for (Unit unit : Unit.values()) {
        if (seconds % unit.seconds == 0) {
          return "every %d%s".formatted(seconds / unit.seconds, unit.letter);
        }
      }
      return "every %ds".formatted(seconds);
    }
  }

  /// At times of day on days of the week.
  ///
  /// @param days ordered, none for every day
  /// @param times ordered, at least one
  /// @param zone that the times are of; at a change of summer time, a time that there is not comes
  ///   later, and one that there is twice counts once
  record At(Set<DayOfWeek> days, List<LocalTime> times, ZoneId zone) implements Timing {
    public At {
      var ordered = EnumSet.noneOf(DayOfWeek.class);
      ordered.addAll(days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days);
      days = Collections.unmodifiableSet(ordered);
      times = times.stream().sorted().distinct().toList();
    }

    @Override
    public Instant after(Instant instant) {
      LocalDate today = instant.atZone(zone).toLocalDate();
      for (int day = 0; day <= 8; day++) {
        LocalDate date = today.plusDays(day);
        if (!days.contains(date.getDayOfWeek())) {
          continue;
        }
        for (LocalTime time : times) {
          Instant at = ZonedDateTime.of(date, time, zone).toInstant();
          if (at.isAfter(instant)) {
            return at;
          }
        }
      }
      throw new IllegalStateException("no day of the week in nine days");
    }

    @Override
    public String toString() {
      String onDays =
          days.size() == 7
              ? ""
              : days.stream().map(At::word).collect(Collectors.joining(",", "", " "));
      String atTimes = times.stream().map(LocalTime::toString).collect(Collectors.joining(","));
      return "at %s%s %s".formatted(onDays, atTimes, zone.getId());
    }

    private static String word(DayOfWeek day) {
      String name = day.name();
      return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }
  }

  /// Units of lengths of time.
  enum Unit {
    WEEKS("w", 7 * 86_400L),
    DAYS("d", 86_400),
    HOURS("h", 3600),
    MINUTES("m", 60);

    private final String letter;
    private final long seconds;

    Unit(String letter, long seconds) {
      this.letter = letter;
      this.seconds = seconds;
    }
  }

  /// The first time after an instant.
  Instant after(Instant instant);

  /// The timing of `every …` or `at …`.
  ///
  /// @throws InvalidNameException for any other text
  static Timing parse(String text) {
    if (text.startsWith("every ")) {
      return every(text.substring("every ".length()).strip());
    }
    if (text.startsWith("at ")) {
      return at(text.substring("at ".length()).strip());
    }
    throw new InvalidNameException(
        "\"%s\" is no time; write every 6h, or at Mon..Fri 03:00".formatted(shown(text)));
  }

  /// The timing of a length of time such as `30m`, `6h`, `1d`, `2w`.
  ///
  /// @throws InvalidNameException for any other text
  static Timing every(String text) {
    Matcher parts = Pattern.compile("([1-9][0-9]{0,5})([mhdw])").matcher(text);
    if (!parts.matches()) {
      throw new InvalidNameException(
          "\"%s\" is no length of time; write 30m, 6h, 1d or 2w".formatted(shown(text)));
    }
    long number = Long.parseLong(parts.group(1));
    for (Unit unit : Unit.values()) {
      if (unit.letter.equals(parts.group(2))) {
        return new Every(Duration.ofSeconds(number * unit.seconds));
      }
    }
    throw new IllegalStateException(text);
  }

  /// The timing of `[DAYS] TIMES [ZONE]`, such as `Mon..Fri 03:00`, `Sat,Sun 6:30,18:30
  /// Europe/Berlin`, `12:00`; UTC without a zone.
  ///
  /// @throws InvalidNameException for any other text
  static Timing at(String text) {
    var words = new ArrayList<>(List.of(text.strip().split("\\s+", -1)));
    try {
      Set<DayOfWeek> days = Set.of();
      if (words.size() > 1 && !Character.isDigit(words.getFirst().charAt(0))) {
        days = days(words.removeFirst());
      }
      List<LocalTime> times =
          List.of(words.removeFirst().split(",", -1)).stream().map(Timing::time).toList();
      ZoneId zone = words.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(words.removeFirst());
      if (words.isEmpty()) {
        return new At(days, times, zone);
      }
    } catch (DateTimeException | IllegalArgumentException _) {
      // as any other text
    }
    throw new InvalidNameException(
        "\"%s\" is no time; write 03:00, or Mon..Fri 03:00, or Sat,Sun 06:30,18:30 Europe/Berlin"
            .formatted(shown(text)));
  }

  private static LocalTime time(String text) {
    return LocalTime.parse(text.length() == 4 ? "0" + text : text);
  }

  private static Set<DayOfWeek> days(String text) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      int dots = part.indexOf("..");
      DayOfWeek from = day(dots < 0 ? part : part.substring(0, dots));
      DayOfWeek to = dots < 0 ? from : day(part.substring(dots + 2));
      for (DayOfWeek day = from; ; day = day.plus(1)) {
        days.add(day);
        if (day == to) {
          break;
        }
      }
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name();
      String given = text.toUpperCase(Locale.ROOT);
      if (given.equals(name) || given.equals(name.substring(0, 3))) {
        return day;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
