package org.entrepot.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// The root directory of the peer, for whom this program may stand in.
final class PeerRoot {
  private PeerRoot() {}

  /// Refuses to begin an empty store beside the peer's database, which would look as if everything
  /// were lost.
  static void requireOurs(Configuration configuration) {
    Path root = configuration.general().rootDirectory().toAbsolutePath();
    boolean theirs = Files.exists(root.resolve("db/CURRENT")); // of every LevelDB
    if (theirs && !Files.exists(root.resolve("catalog.db"))) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s holds a database of aptly, which stays as it is: bring everything over with"
                  .formatted(root)
              + " \"entrepot import aptly %s\", then name the root that it went to as rootDir in %s"
                  .formatted(
                      root,
                      configuration
                          .file()
                          .map(Path::toString)
                          .orElseGet(() -> configuration.environment().belowHome(".aptly.conf"))));
    }
  }
}
