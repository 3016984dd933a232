package org.entrepot.server.api;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.server.access.AccessGate;
import org.entrepot.server.access.AccessResult;
import org.entrepot.server.api.body.BodyReader;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Method;
import org.entrepot.server.api.route.PathSegments;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.RouteTable;
import org.entrepot.server.api.shape.ErrorShape;
import org.entrepot.server.api.task.OperationAnswers;
import org.entrepot.service.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the route of a request, lets it answer, and sends the answer. Blocks its (virtual) thread
/// while it does.
final class ApiHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final String JSON = "application/json; charset=utf-8";

  /// What is answered before the body is read.
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

  private static final int TOO_LARGE = 413;
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 32 * 1024;

  /// What `_async` must not be to mean yes; the empty text means yes.
  private static final Set<String> NO = Set.of("n", "no", "f", "false", "0", "off");

  private final RouteTable table;
  private final AccessGate gate;
  private final BodyReader bodies;
  private final ApiOptions options;

  ApiHandler(RouteTable table, AccessGate gate, BodyReader bodies, ApiOptions options) {
    this.table = table;
    this.gate = gate;
    this.bodies = bodies;
    this.options = options;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      Answer answer = answer(request, response);
      Observed.noteTask(request);
      send(answer, response);
      readRest(request);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      LOG.debug("an answer could not be sent", e);
      callback.failed(e);
    }
    return true;
  }

  /// Reads and forgets what a client still sends after its answer, for a while: the connection
  /// would be reset if it were closed with bytes unread, and most clients would lose the answer.
  private static void readRest(Request request) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_REST.toNanos()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (!awaitContent(request, LONGEST_REST.toNanos() - (System.nanoTime() - start))) {
          return;
        }
        continue;
      }
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
        return;
      }
    }
  }

  private static boolean awaitContent(Request request, long nanoseconds) {
    var available = new CountDownLatch(1);
    request.demand(available::countDown);
    try {
      return available.await(nanoseconds, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer answer(Request request, Response response) {
    try {
      return find(request, response);
    } catch (RefusedException e) {
      return error(e.status(), e.getMessage());
    } catch (RepositoryException e) {
      return error(OperationAnswers.status(e.code().category()), e.getMessage());
    } catch (InvalidNameException e) {
      return error(400, e.getMessage());
    } catch (IOException e) {
      return error(500, "the request failed: " + e.getMessage());
    } catch (RuntimeException e) {
      if (e instanceof HttpException refused) {
        return error(refused.getCode(), refused.getReason());
      }
      LOG.error("{} {} failed by a defect", request.getMethod(), request.getHttpURI().getPath(), e);
      return error(500, "the request failed by a defect of Entrepot: " + e);
    }
  }

  static Answer error(int status, @Nullable String message) {
    return new Answer.Json(status, new ErrorShape(String.valueOf(message)));
  }

  static Answer notFound() {
    return new Answer.Text(404, "text/plain", "404 page not found");
  }

  private Answer find(Request request, Response response) throws IOException {
    Optional<Method> method = method(request.getMethod());
    String raw = request.getHttpURI().getPath();
    Optional<PathSegments> path = PathSegments.parse(raw);
    if (path.isEmpty()) {
      return error(400, "the path holds an invalid escape");
    }
    if (method.isEmpty()) {
      return notFound();
    }
    Optional<RouteTable.Match> match = table.find(method.get(), path.get());
    if (match.isPresent()) {
      CrossSite.refuse(method.get(), request.getHeaders());
      return call(match.get(), request, response);
    }
    if (path.get().endsInSlash()
        && table.find(method.get(), path.get().withoutLastSlash()).isPresent()) {
      String query = request.getHttpURI().getQuery();
      return new Answer.Redirect(
          method.get() == Method.GET ? 301 : 307,
          raw.substring(0, raw.length() - 1) + (query == null ? "" : "?" + query));
    }
    return notFound();
  }

  private static Optional<Method> method(String name) {
    for (Method method : Method.values()) {
      if (method.name().equals(name)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /// Who asks is settled before a byte of the body is read.
  private Answer call(RouteTable.Match match, Request request, Response response)
      throws IOException {
    Route<?> route = match.route();
    var source = new JettySource(request, options.limits().mostUploadBytes());
    AccessResult access =
        gate.identify(source.header("Authorization"), Observed.remote(request), route.scope());
    Answer answer =
        switch (access) {
          case AccessResult.Allowed(var caller) ->
              call(
                  route,
                  new Call(match.variables(), source, caller, inBackground(route, source)),
                  source);
          case AccessResult.Unauthenticated(var message) -> {
            AccessResult.CHALLENGES.forEach(
                challenge -> response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, challenge));
            yield error(401, message);
          }
          case AccessResult.Forbidden(var message) -> error(403, message);
          case AccessResult.Throttled(var after, var message) -> {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, after.toSeconds());
            yield error(429, message);
          }
        };
    if (answer instanceof Answer.Json(int status, _)
        && REFUSALS.contains(status)
        && request.getLength() != 0) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close"); // the body is not read
    }
    return answer;
  }

  private boolean inBackground(Route<?> route, JettySource source) {
    return route.running() == Route.Running.AS_TASK
        && source
            .query("_async")
            .map(text -> !NO.contains(text.toLowerCase(Locale.ROOT)))
            .orElse(options.asynchronous());
  }

  private <B> Answer call(Route<B> route, Call call, JettySource source) throws IOException {
    List<String> names = call.objectNames();
    // What a task touches is judged by its claims when it is submitted; the path may name more.
    if (route.judging() == Route.Judging.BY_NAMES
        && (!names.isEmpty() || route.running() == Route.Running.AT_ONCE)) {
      var refused = gate.refusal(call.caller(), route.scope(), names);
      if (refused.isPresent()) {
        return error(403, refused.get().message());
      }
    }
    return route.endpoint().answer(call, bodies.read(route.body(), source));
  }

  /// Sends an answer; returns when it is sent.
  static void send(Answer answer, Response response) throws IOException {
    var headers = response.getHeaders();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    switch (answer) {
      case Answer.Json(int status, var value) -> send(status, JSON, Json.bytes(value), response);
      case Answer.Text(int status, var type, var text) ->
          send(status, type, text.getBytes(StandardCharsets.UTF_8), response);
      case Answer.Nothing() -> {
        response.setStatus(204);
        Content.Sink.write(response, true, ByteBuffer.allocate(0));
      }
      case Answer.Redirect(int status, var location) -> {
        headers.put(HttpHeader.LOCATION, location);
        send(status, "text/plain", new byte[0], response);
      }
      case Answer.Stream(int status, var type, var writer) -> {
        response.setStatus(status);
        headers.put(HttpHeader.CONTENT_TYPE, type);
        try (var out =
            new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER_BYTES)) {
          writer.write(out);
        }
      }
    }
  }

  private static void send(int status, String type, byte[] body, Response response)
      throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    if (status == TOO_LARGE) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close"); // the rest is not read
    }
    Content.Sink.write(response, true, ByteBuffer.wrap(body));
  }
}
