package org.entrepot.server.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `/repos/…`: published archives beside the API (spec rest-api 15). Leaves every other path to the
/// next handler. Asks for no token: what is published is for everybody, and apt has none.
public final class ReposHandler extends Handler.Abstract {
  private static final String ROOT = "/repos";

  private final ServedArchives archives;
  private final ArchiveHandler files;

  public ReposHandler(ServedArchives archives, Clock clock) {
    this.archives = archives;
    this.files =
        new ArchiveHandler(new ArchiveTree(archives.mounts(), archives.allowedTargets()), clock);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String raw = request.getHttpURI().getPath();
    if (!raw.equals(ROOT) && !raw.startsWith(ROOT + "/")) {
      return false;
    }
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      return false; // 404, as everywhere
    }
    Optional<RequestPath> path = RequestPath.parse(raw);
    if (path.isEmpty() || path.get().names().isEmpty()) {
      ArchiveHandler.sendError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return true;
    }
    if (path.get().names().size() > 1) {
      String name = path.get().names().get(1);
      if (!archives.has(name)) {
        response.setStatus(HttpStatus.NOT_FOUND_404);
        ArchiveHandler.sendText(
            request,
            response,
            callback,
            "application/json; charset=utf-8",
            "{\"error\":\"there is no such published storage\"}");
        return true;
      }
      return files.handle(request, response, callback);
    }
    if (!path.get().directory()) {
      response.setStatus(HttpStatus.MOVED_PERMANENTLY_301);
      response.getHeaders().put(HttpHeader.LOCATION, ROOT + "/");
      ArchiveHandler.sendText(request, response, callback, "text/plain; charset=utf-8", "");
      return true;
    }
    ArchiveHandler.sendText(
        request, response, callback, "text/html; charset=utf-8", archives.page());
    return true;
  }
}
