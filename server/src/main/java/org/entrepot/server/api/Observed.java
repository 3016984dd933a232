package org.entrepot.server.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.entrepot.server.metrics.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Gives every request a number, and tells the log and the metrics about it. The number is that of
/// the field `X-Request-Id`, if it has a harmless one, and is in the answer and in every line that
/// is logged on the way.
final class Observed extends Handler.Wrapper implements RequestLog {
  private static final Logger ACCESS = LoggerFactory.getLogger("access");
  private static final String ID_FIELD = "X-Request-Id";
  private static final String ID = "request";
  private static final String TASK = "task";

  private final ServerMetrics metrics;

  Observed(ServerMetrics metrics, Handler next) {
    super(next);
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String id =
        Optional.ofNullable(request.getHeaders().get(ID_FIELD))
            .filter(given -> given.matches("[A-Za-z0-9._:-]{1,64}"))
            .orElseGet(() -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    request.setAttribute(ID, id);
    response.getHeaders().put(ID_FIELD, id);
    String method = request.getMethod();
    String path = request.getHttpURI().getPath();
    if (isCounted(path)) {
      metrics.began(method, path);
      Request.addCompletionListener(request, _ -> metrics.over(method, path));
    }
    try (var _ = MDC.putCloseable(ID, id)) {
      return super.handle(request, response, callback);
    } finally {
      MDC.remove(TASK);
    }
  }

  /// Keeps the number of the task that the request made, for the line about the request.
  static void noteTask(Request request) {
    String task = MDC.get(TASK);
    if (task != null) {
      request.setAttribute(TASK, task);
    }
  }

  private static boolean isCounted(String path) {
    return !path.startsWith("/docs");
  }

  @Override
  public void log(Request request, Response response) {
    String path = request.getHttpURI().getPath();
    String method = request.getMethod();
    var took = Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime());
    if (path != null && isCounted(path)) {
      metrics.answered(
          response.getStatus(),
          method,
          path,
          request.getLength(),
          Response.getContentBytesWritten(response),
          took);
    }
    if (!ACCESS.isInfoEnabled()) {
      return;
    }
    var event =
        ACCESS
            .atInfo()
            .addKeyValue("remote", remote(request))
            .addKeyValue("method", method)
            .addKeyValue("path", path)
            .addKeyValue("protocol", request.getConnectionMetaData().getProtocol())
            .addKeyValue("code", response.getStatus())
            .addKeyValue("latency", "%.3fms".formatted(took.toNanos() / 1e6))
            .addKeyValue(
                "agent", Optional.ofNullable(request.getHeaders().get("User-Agent")).orElse(""));
    if (request.getAttribute(ID) instanceof String id) {
      event = event.addKeyValue(ID, id);
    }
    if (request.getAttribute(TASK) instanceof String task) {
      event = event.addKeyValue(TASK, task);
    }
    event.log("{} {} {} {}", remote(request), method, path, response.getStatus());
  }

  /// Where a request came from; Unix sockets have no address.
  static String remote(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress
        ? Request.getRemoteAddr(request)
        : "unix";
  }
}
