package org.entrepot.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.ScheduleName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # 2026-11-30 is a Monday
          every 6h;                             2026-11-30T10:00:00Z; 2026-11-30T16:00:00Z
          every 90m;                            2026-11-30T10:00:00Z; 2026-11-30T11:30:00Z
          at 03:00 UTC;                         2026-11-30T02:59:59Z; 2026-11-30T03:00:00Z
          at 03:00 UTC;                         2026-11-30T03:00:00Z; 2026-12-01T03:00:00Z
          at Mon..Fri 03:00 UTC;                2026-12-04T03:00:00Z; 2026-12-07T03:00:00Z
          at Fri..Mon 03:00 UTC;                2026-11-30T03:00:00Z; 2026-12-04T03:00:00Z
          at Sat,Wed 03:00,15:30 UTC;           2026-12-02T03:00:00Z; 2026-12-02T15:30:00Z
          at Mon 03:00 UTC;                     2026-11-30T03:00:01Z; 2026-12-07T03:00:00Z
          at 03:00 Europe/Berlin;               2026-11-30T10:00:00Z; 2026-12-01T02:00:00Z
          # summer time begins: there is no 02:30
          at 02:30 Europe/Berlin;               2026-03-28T12:00:00Z; 2026-03-29T01:30:00Z
          # summer time ends: there are two 02:30, the first counts
          at 02:30 Europe/Berlin;               2026-10-24T12:00:00Z; 2026-10-25T00:30:00Z
          at 02:30 Europe/Berlin;               2026-10-25T00:30:00Z; 2026-10-26T01:30:00Z
          """)
  void theNextTimeFollows(String timing, Instant after, Instant next) {
    assertThat(Timing.parse(timing).after(after)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          at 3:00;                      at 03:00 UTC
          at monday..fri 15:30,3:00;    at Mon,Tue,Wed,Thu,Fri 03:00,15:30 UTC
          at Sun,Sat 00:00 Asia/Tokyo;  at Sat,Sun 00:00 Asia/Tokyo
          every 120m;                   every 2h
          every 14d;                    every 2w
          every 61m;                    every 61m
          """)
  void thereIsOneTextForEach(String typed, String text) {
    Timing timing = Timing.parse(typed);
    assertThat(timing).hasToString(text);
    assertThat(Timing.parse(text)).isEqualTo(timing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "every",
        "every ",
        "every 0h",
        "every 6",
        "every 1y",
        "every 30s",
        "every 367d",
        "every -1h",
        "at",
        "at ",
        "at noon",
        "at 25:00",
        "at 03:00 Nowhere/City",
        "at Foo 03:00",
        "at Mon..Foo 03:00",
        "at Mon",
        "at 03:00 UTC now",
        "at 03:60",
        "daily",
        "at ,03:00",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Timing.parse(text)).isInstanceOf(InvalidNameException.class);
  }

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Schedule hourly() {
    return Schedule.fresh(new UUID(0, 1), new ScheduleName("x"), Timing.every("1h"), "{}", START);
  }

  private static Instant hours(long hours) {
    return START.plus(Duration.ofHours(hours));
  }

  @Test
  void missedTimesAreMadeUpForOnce() {
    Schedule schedule = hourly();
    assertThat(schedule.isDue(hours(0))).isFalse();
    assertThat(schedule.isDue(hours(1))).isTrue();
    assertThat(schedule.isDue(hours(100))).isTrue();
    Schedule after = schedule.begun(hours(100), Duration.ofMinutes(1)).ended();
    assertThat(after.isDue(hours(100))).isFalse();
    assertThat(after.nextAt()).isEqualTo(hours(101));
  }

  @Test
  void aClockThatGoesBackDelaysByOnePeriodAtMost() {
    Schedule schedule = hourly().dueAt(hours(1000));
    assertThat(schedule.caughtUp(hours(5)).nextAt()).isEqualTo(hours(6));
    assertThat(hourly().caughtUp(hours(5))).isEqualTo(hourly());
  }

  @Test
  void whoDiesAtWorkIsFollowedByAnother() {
    Schedule begun = hourly().begun(hours(1), Duration.ofMinutes(1));
    assertThat(begun.isDue(hours(1).plusSeconds(59))).isFalse();
    assertThat(begun.isDue(hours(1).plusSeconds(61))).isTrue();
    assertThat(begun.in(Schedule.State.PAUSED, hours(1)).isDue(hours(9))).isFalse();
  }
}
