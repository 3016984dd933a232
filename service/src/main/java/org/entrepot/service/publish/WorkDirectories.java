package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.service.FileTrees;

/// The directories in which attempts at tasks write before they publish: `PARENT/task-ID-RANDOM/`.
///
/// @param parent where all of them are
public record WorkDirectories(Path parent) {
  private static final String PREFIX = "task-";

  /// A new directory for an attempt at a task.
  WorkDirectory create(long taskId) throws IOException {
    Files.createDirectories(parent);
    return new WorkDirectory(Files.createTempDirectory(parent, PREFIX + taskId + "-"));
  }

  /// Removes what dead attempts left; the caller excludes living ones.
  public void removeAll() throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : left) {
        FileTrees.remove(directory);
      }
    }
  }
}
