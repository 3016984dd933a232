package org.entrepot.service;

import java.util.Locale;

/// Sizes for people, in powers of 1024 with two decimals: `0.73 KiB`, `1.50 GiB`; small ones as `12
/// B`. A unit is used from half of it on.
public final class HumanSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private HumanSize() {}

  public static String format(long bytes) {
    int unit = 0;
    long one = 1;
    while (unit < UNITS.length - 1 && bytes > one * 512) {
      one *= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.2f %s", (double) bytes / one, UNITS[unit]);
  }
}
