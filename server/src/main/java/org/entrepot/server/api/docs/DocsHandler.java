package org.entrepot.server.api.docs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.route.RouteTable;

/// `/docs…` (spec rest-api 16): tells nothing about what is stored, so it asks for no token. Leaves
/// every other path to the next handler.
public final class DocsHandler extends Handler.Abstract.NonBlocking {
  private static final String PAGE = "/docs.html";

  private final byte[] page;
  private final byte[] document;

  public DocsHandler(RouteTable table, String programVersion) {
    page = RoutesPage.of(table, programVersion).getBytes(StandardCharsets.UTF_8);
    document = Json.bytes(OpenApi.of(table, programVersion));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    if (!path.equals(PAGE) && !path.equals("/docs") && !path.startsWith("/docs/")) {
      return false;
    }
    if (!request.getMethod().equals("GET")) {
      return false; // 404, as everywhere
    }
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    switch (path) {
      case PAGE -> {
        response
            .getHeaders()
            .put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        send(200, "text/html; charset=utf-8", page, response, callback);
      }
      case "/docs/doc.json" ->
          send(200, "application/json; charset=utf-8", document, response, callback);
      case "/docs", "/docs/", "/docs/index.html" -> {
        response.getHeaders().put(HttpHeader.LOCATION, PAGE);
        send(301, "text/plain", new byte[0], response, callback);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void send(
      int status, String type, byte[] body, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
