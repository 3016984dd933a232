package org.entrepot.format;

import java.util.Random;

/// Random generators of tests that can be replayed: `-Dentrepot.seed=N` repeats a run.
public final class Seed {
  private Seed() {}

  /// A generator whose seed is printed for the test of this name.
  public static Random random(String test) {
    long seed = Long.getLong("entrepot.seed", new Random().nextLong());
    System.out.println(test + ": -Dentrepot.seed=" + seed);
    return new Random(seed);
  }

  /// A text of up to `maxLength` characters of `alphabet`.
  public static String text(Random random, String alphabet, int maxLength) {
    int length = random.nextInt(maxLength + 1);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
