package org.entrepot.server.api.status;

import static org.entrepot.server.api.route.Method.GET;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;

/// `/api/version`, the probes, and what the storages are (spec rest-api 6).
public final class StatusRoutes {
  /// The version of the interface, which clients compare.
  private static final String INTERFACE_VERSION = "1.6.3";

  private static final String JSON = "application/json; charset=utf-8";
  private static final long MIB = 1024 * 1024;

  private final Path root;
  private final String programVersion;

  /// `root` is the directory of the store.
  public StatusRoutes(Path root, String programVersion) {
    this.root = root;
    this.programVersion = programVersion;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/version", Scope.READ)
            .says("The version of this interface, and of the program")
            .does(_ -> version()),
        Route.of(GET, "/api/ready", Scope.READ)
            .says("Whether requests are answered")
            .does(_ -> probe("ready")),
        Route.of(GET, "/api/healthy", Scope.READ)
            .says("Whether the process works")
            .does(_ -> probe("healthy")),
        Route.of(GET, "/api/storage", Scope.READ)
            .says("Space of the file system that holds the store")
            .answers(200, StorageShape.class)
            .does(_ -> storage()),
        endpoints("s3"),
        endpoints("gcs"),
        endpoints("jfrog"));
  }

  private Answer version() {
    var version = new LinkedHashMap<String, String>();
    version.put("Version", INTERFACE_VERSION);
    version.put("Entrepot", programVersion);
    return Answer.ok(version);
  }

  /// Clients compare these bytes.
  private static Answer probe(String what) {
    return new Answer.Text(200, JSON, "{\"Status\":\"Aptly is " + what + "\"}");
  }

  private Answer storage() {
    try {
      FileStore files = Files.getFileStore(root);
      long total = files.getTotalSpace();
      long free = files.getUsableSpace();
      double full = total == 0 ? 0 : 100 - 100.0 * free / total;
      return Answer.ok(new StorageShape(total / MIB, free / MIB, full));
    } catch (IOException e) {
      throw RefusedException.badRequest(
          "the space of %s cannot be determined: %s".formatted(root, e.getMessage()));
    }
  }

  /// This version publishes to directories only.
  private static Route<?> endpoints(String kind) {
    return Route.of(GET, "/api/" + kind, Scope.READ)
        .says("Names of the %s storages".formatted(kind))
        .answers(200, String[].class)
        .does(_ -> Answer.ok(List.of()));
  }
}
