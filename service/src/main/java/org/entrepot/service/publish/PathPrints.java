package org.entrepot.service.publish;

import java.util.HashSet;
import java.util.Set;

/// A set of paths, kept as 64 bit prints, so that a million of them fit into memory. Two paths have
/// one print with a probability of one in 18 quintillion. Not for several threads.
public final class PathPrints {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final Set<Long> prints = new HashSet<>();

  /// Adds a path, and returns whether it is new.
  public boolean add(String path) {
    return prints.add(print(path));
  }

  public boolean contains(String path) {
    return prints.contains(print(path));
  }

  /// How many there are.
  public int size() {
    return prints.size();
  }

  private static long print(String path) {
    long print = path.length();
    for (int i = 0; i < path.length(); i++) {
      print = Long.rotateLeft((print ^ path.charAt(i)) * FACTOR, 29);
    }
    return print;
  }
}
