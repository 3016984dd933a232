package org.entrepot.domain.retention;

/// What both kinds of policy have: how many, and how long.
final class Limits {
  private static final int MOST_DAYS = 36_500;

  private Limits() {}

  static void require(String things, int count, int days) {
    if (count < 0 || days < 0 || days > MOST_DAYS) {
      throw new IllegalArgumentException(
          "a policy keeps 0 or more %s and 0 to %d days, not %d %s and %d days"
              .formatted(things, MOST_DAYS, count, things, days));
    }
    if (count == 0 && days == 0) {
      throw new IllegalArgumentException(
          "a policy that keeps 0 %s and 0 days keeps nothing: say how many %s or how many days"
              .formatted(things, things));
    }
  }

  static String words(int count, String thing, int days) {
    String newest =
        count == 0
            ? ""
            : count == 1 ? "the newest " + thing : "the newest " + count + " " + thing + "s";
    String age = days == 0 ? "" : days == 1 ? "1 day" : days + " days";
    return newest + (count > 0 && days > 0 ? ", " : "") + age;
  }
}
