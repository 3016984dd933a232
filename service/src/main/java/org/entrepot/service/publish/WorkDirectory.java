package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.file.Path;
import org.entrepot.service.FileTrees;

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
    FileTrees.remove(path);
  }
}
