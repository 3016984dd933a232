package org.entrepot.server.api.upload;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.body.BoundedStream;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.RequestSource;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.server.metrics.ServerMetrics;
import org.entrepot.service.Entrepot;
import org.entrepot.service.operation.UploadOperation;
import org.entrepot.service.operation.UploadOperation.RemoveUpload;
import org.entrepot.service.operation.UploadOperation.RemoveUploads;

/// `/api/files…` (spec rest-api 7).
public final class FileRoutes {
  private static final int MOST_NAMED = 10;

  private final Entrepot store;
  private final UploadArea area;
  private final Tasks tasks;
  private final ServerMetrics metrics;
  private final long mostBytes;

  /// `mostBytes` bounds one file that is put.
  public FileRoutes(
      Entrepot store, UploadArea area, Tasks tasks, ServerMetrics metrics, long mostBytes) {
    this.store = store;
    this.area = area;
    this.tasks = tasks;
    this.metrics = metrics;
    this.mostBytes = mostBytes;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/files", Scope.READ)
            .says("List the directories of the upload area")
            .answers(200, String[].class)
            .does(NoBody.class, (_, _) -> Answer.ok(area.directories())),
        Route.of(POST, "/api/files/{directory}", Scope.UPLOAD)
            .says("Upload files as a multipart form")
            .takes("multipart/form-data")
            .answers(200, String[].class)
            .does(NoBody.class, (call, _) -> upload(call)),
        Route.of(PUT, "/api/files/{directory}/{file}", Scope.UPLOAD)
            .says("Upload one file")
            .takes("application/octet-stream")
            .answers(200, String[].class)
            .does(NoBody.class, (call, _) -> put(call)),
        Route.of(GET, "/api/files/{directory}", Scope.READ)
            .says("List the files of a directory")
            .answers(200, String[].class)
            .does(NoBody.class, (call, _) -> Answer.ok(area.files(call.path("directory")))),
        Route.of(DELETE, "/api/files/{directory}", Scope.UPLOAD)
            .says("Remove a directory with its files")
            .does(
                NoBody.class,
                (call, _) ->
                    remove(call, new RemoveUploads(area.directory(call.path("directory"))))),
        Route.of(DELETE, "/api/files/{directory}/{file}", Scope.UPLOAD)
            .says("Remove one file")
            .does(
                NoBody.class,
                (call, _) ->
                    remove(
                        call,
                        new RemoveUpload(area.file(call.path("directory"), call.path("file"))))));
  }

  /// An import that began before reads its files first.
  private Answer remove(Call call, UploadOperation removal) {
    return Files.exists(removal.path(), LinkOption.NOFOLLOW_LINKS)
        ? tasks.run(call, removal)
        : Answer.ok(Map.of());
  }

  private Answer upload(Call call) throws IOException {
    String directory = call.path("directory");
    Path destination = area.directory(directory);
    Path stage = area.stage();
    try {
      record Named(Path content, Path destination) {}
      var files = new ArrayList<Named>();
      for (RequestSource.Part part : call.source().parts(stage)) {
        if (part.fileName().isPresent()) {
          String name = baseName(part.fileName().get());
          files.add(new Named(part.content(), area.file(directory, name)));
        }
      }
      // What lists other files is seen after them.
      for (boolean lists : new boolean[] {false, true}) {
        for (Named file : files) {
          if (listsOthers(file.destination()) == lists) {
            area.place(file.content(), file.destination());
          }
        }
      }
      List<String> stored =
          files.stream()
              .map(file ->
                  Path.of(directory).normalize() + "/" + destination.relativize(file.destination()))
              .toList();
      noteUpload(call, stored);
      return Answer.ok(stored);
    } finally {
      area.discard(stage);
    }
  }

  /// An upload is no task, and is in the audit log all the same.
  private void noteUpload(Call call, List<String> stored) {
    metrics.uploaded(call.path("directory"));
    if (stored.isEmpty()) {
      return;
    }
    String names = String.join(", ", stored.subList(0, Math.min(MOST_NAMED, stored.size())));
    String more =
        stored.size() <= MOST_NAMED ? "" : " and %d more".formatted(stored.size() - MOST_NAMED);
    store.audit(
        new AuditEvent(
            call.caller().actor(),
            "UploadFiles",
            "Upload " + names + more,
            AuditOutcome.SUCCEEDED,
            ""));
  }

  private static boolean listsOthers(Path file) {
    String name = file.toString();
    return name.endsWith(".dsc") || name.endsWith(".changes");
  }

  private static String baseName(String fileName) {
    return fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  }

  private Answer put(Call call) throws IOException {
    String directory = call.path("directory");
    Path destination = area.file(directory, call.path("file"));
    Path stage = area.stage();
    try {
      area.place(area.receive(new BoundedStream(call.content(), mostBytes), stage), destination);
      List<String> stored =
          List.of(
              Path.of(directory).normalize()
                  + "/"
                  + area.directory(directory).relativize(destination));
      noteUpload(call, stored);
      return Answer.ok(stored);
    } finally {
      area.discard(stage);
    }
  }
}
