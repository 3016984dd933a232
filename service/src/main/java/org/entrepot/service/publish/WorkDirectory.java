package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// A directory for the files of one attempt, removed when it is closed. Those of dead attempts are
/// removed by a clean-up.
final class WorkDirectory implements AutoCloseable {
  private final Path path;

  WorkDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    removeTree(path);
  }

  static void removeTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
