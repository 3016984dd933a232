package org.entrepot.service.task;

/// How far a stage of a task is. `total` 0: not known.
public record Progress(String stage, long done, long total, Unit unit, String item) {
  /// Nothing has begun.
  public static final Progress NONE = new Progress("", 0, 0, Unit.ITEMS, "");

  /// What is counted.
  public enum Unit {
    ITEMS,
    PACKAGES,
    FILES,
    BYTES
  }
}
