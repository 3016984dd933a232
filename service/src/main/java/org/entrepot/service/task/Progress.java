package org.entrepot.service.task;

/// How far a stage of a task is. `total` 0: not known.
///
/// @param files how many files of those that the stage counts by their bytes are done
/// @param totalFiles how many there are
public record Progress(
    String stage, long done, long total, Unit unit, String item, long files, long totalFiles) {
  /// Nothing has begun.
  public static final Progress NONE = new Progress("", 0, 0, Unit.ITEMS, "");

  /// A stage that counts one thing.
  public Progress(String stage, long done, long total, Unit unit, String item) {
    this(stage, done, total, unit, item, 0, 0);
  }

  /// So much further.
  Progress advanced(long by, long moreFiles, String now) {
    return new Progress(stage, done + by, total, unit, now, files + moreFiles, totalFiles);
  }

  /// What is counted.
  public enum Unit {
    ITEMS,
    PACKAGES,
    FILES,
    BYTES
  }
}
