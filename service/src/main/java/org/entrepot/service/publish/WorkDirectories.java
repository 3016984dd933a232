package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.entrepot.service.FileTrees;

/// The directories in which attempts at tasks write before they publish: `PARENT/task-ID-RANDOM/`.
/// Beside them lies what servers are receiving.
///
/// @param parent where all of them are
public record WorkDirectories(Path parent) {
  private static final String PREFIX = "task-";

  /// A new directory for an attempt at a task.
  WorkDirectory create(long taskId) throws IOException {
    Files.createDirectories(parent);
    return new WorkDirectory(Files.createTempDirectory(parent, PREFIX + taskId + "-"));
  }

  /// Removes what dead attempts left, and what dead servers were receiving: the caller excludes
  /// living attempts, and whoever receives something writes to it more often than once a day.
  public void removeAll(Instant now) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    FileTime yesterday = FileTime.from(now.minus(1, ChronoUnit.DAYS));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent)) {
      for (Path each : left) {
        if (each.getFileName().toString().startsWith(PREFIX) || isUntouched(each, yesterday)) {
          FileTrees.remove(each);
        }
      }
    }
  }

  private static boolean isUntouched(Path tree, FileTime since) throws IOException {
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        FileTime touched = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS);
        if (touched.compareTo(since) > 0) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException | UncheckedIOException _) {
      return false; // somebody is removing it
    }
  }
}
