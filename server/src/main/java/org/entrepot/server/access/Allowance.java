package org.entrepot.server.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How often something may still happen, for each of many keys: a burst, and then once per
/// interval. Remembers a bounded number of keys, those used last. Safe for any thread.
final class Allowance {
  private final int burst;
  private final long intervalNanos;
  private final int mostKeys;
  private final LongSupplier nanoTime;
  private final Map<String, Left> left = new LinkedHashMap<>(16, 0.75f, true);

  /// What was left of a key at a time; full keys are not kept.
  private record Left(double count, long atNanos) {}

  Allowance(int burst, Duration interval, int mostKeys, LongSupplier nanoTime) {
    this.burst = burst;
    this.intervalNanos = interval.toNanos();
    this.mostKeys = mostKeys;
    this.nanoTime = nanoTime;
  }

  /// Takes one, and returns whether there was one.
  synchronized boolean take(String key) {
    double now = count(key);
    if (now < 1) {
      return false;
    }
    left.put(key, new Left(now - 1, nanoTime.getAsLong()));
    if (left.size() > mostKeys) {
      left.remove(left.keySet().iterator().next());
    }
    return true;
  }

  /// How long until there is one; zero when there is.
  synchronized Duration untilNext(String key) {
    double missing = 1 - count(key);
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) (missing * intervalNanos));
  }

  private double count(String key) {
    Left before = left.get(key);
    if (before == null) {
      return burst;
    }
    double gained = (double) (nanoTime.getAsLong() - before.atNanos()) / intervalNanos;
    return Math.min(burst, before.count() + gained);
  }
}
