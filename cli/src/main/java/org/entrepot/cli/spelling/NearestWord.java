package org.entrepot.cli.spelling;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody probably meant.
public final class NearestWord {
  private NearestWord() {}

  /// The candidate with the fewest edits (Levenshtein distance, without regard to case) from what
  /// was typed; empty when even that one would need more than half of its letters changed. Of
  /// equals the first wins.
  public static Optional<String> find(String typed, Collection<String> candidates) {
    var wanted = typed.toLowerCase(Locale.ROOT);
    if (wanted.length() > 200) {
      return Optional.empty();
    }
    Optional<String> best = Optional.empty();
    int bestDistance = Integer.MAX_VALUE;
    for (var candidate : candidates) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance && distance <= Math.max(1, candidate.length() / 2)) {
        best = Optional.of(candidate);
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
