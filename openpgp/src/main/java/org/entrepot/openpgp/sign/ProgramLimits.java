package org.entrepot.openpgp.sign;

import java.time.Duration;

/// How long a signing program may run, and how much it may print on standard output.
public record ProgramLimits(Duration time, int outputBytes) {
  /// Five minutes, in which a person can find a smart card and type its number, and 64 MiB.
  public static final ProgramLimits DEFAULT =
      new ProgramLimits(Duration.ofMinutes(5), 64 * 1024 * 1024);

  /// Refuses limits nothing can meet.
  public ProgramLimits {
    if (!time.isPositive() || outputBytes < 1) {
      throw new IllegalArgumentException("limits of a program must be positive");
    }
  }
}
