package org.entrepot.server.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Values of a label that clients choose: each is kept for ever, so only the first ones count, and
/// all further ones are one. Safe for any thread.
final class BoundedLabels {
  private final int most;
  private final String other;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  BoundedLabels(int most, String other) {
    this.most = most;
    this.other = other;
  }

  String of(String value) {
    if (known.contains(value)) {
      return value;
    }
    if (known.size() >= most || value.length() > 200) {
      return other;
    }
    known.add(value);
    return value;
  }
}
