package org.entrepot.server.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.entrepot.server.access.AccessGate;
import org.entrepot.server.api.body.BodyReader;
import org.entrepot.server.api.docs.DocsHandler;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.RouteTable;
import org.entrepot.server.api.task.TaskWaits;
import org.entrepot.server.archive.ReposHandler;
import org.entrepot.server.metrics.ServerMetrics;
import org.entrepot.service.Entrepot;
import org.jspecify.annotations.Nullable;

/// Serves the REST API of a store, and works on its queue of tasks. Safe for any thread.
public final class ApiServer implements AutoCloseable {
  private static final int HEADER_BYTES = 32 * 1024;
  private static final Duration LAST_MOMENT = Duration.ofSeconds(10);
  private static final Duration SCHEDULE_LOOKS = Duration.ofSeconds(5);

  private final Entrepot store;
  private final ApiOptions options;
  private final TaskWaits waits;
  private final ServerMetrics metrics;
  private final RouteTable table;
  private final Server server;
  private final AbstractConnector connector;
  private @Nullable ScheduleTicker ticker; // set when the server has started

  private ApiServer(
      Entrepot store, ApiOptions options, AccessGate gate, List<Route<?>> more, Clock clock)
      throws IOException {
    this.store = store;
    this.options = options;
    this.waits = new TaskWaits(store);
    this.metrics = new ServerMetrics(store, options.programVersion());
    this.table = ApiRoutes.of(store, options, waits, metrics, more, clock);
    var threads = new VirtualThreadPool();
    threads.setName("api");
    server = new Server(threads);
    ApiOptions.Limits limits = options.limits();
    connector = options.place().connector(server, new HttpConnectionFactory(http()));
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    connector.addBean(new SlowHeads(limits.headerTimeout(), connector.getScheduler()));
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.mostConnections(), connector));
    server.setStopTimeout(LAST_MOMENT.toMillis());
    server.setErrorHandler((_, response, callback) -> {
      int status = response.getStatus();
      ApiHandler.send(
          ApiHandler.error(
              status,
              status < 500 || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                  ? "the request is malformed"
                  : "the server could not answer; its log tells why"),
          response);
      callback.succeeded();
      return true;
    });
    var handlers = new Handler.Sequence();
    options.archives().ifPresent(served -> handlers.addHandler(new ReposHandler(served, clock)));
    if (options.documentation()) {
      handlers.addHandler(new DocsHandler(table, options.programVersion()));
    }
    handlers.addHandler(new ApiHandler(table, gate, new BodyReader(options.scratch()), options));
    var observed = new Observed(metrics, handlers);
    server.setHandler(new GracefulHandler(observed));
    server.setRequestLog(observed);
  }

  /// Paths are taken as they are: an encoded slash, an empty segment and dots are data, which
  /// routes check.
  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "api",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    return http;
  }

  /// Starts to listen, and to work on the queue.
  ///
  /// @throws IOException if the address cannot be bound
  public static ApiServer start(Entrepot store, ApiOptions options, AccessGate gate, Clock clock)
      throws IOException {
    return start(store, options, gate, List.of(), clock);
  }

  /// The same with more routes.
  ///
  /// @throws IOException if the address cannot be bound
  public static ApiServer start(
      Entrepot store, ApiOptions options, AccessGate gate, List<Route<?>> more, Clock clock)
      throws IOException {
    ApiServer api;
    try {
      api = new ApiServer(store, options, gate, more, clock);
    } catch (IOException e) {
      throw cannotListen(options, e);
    }
    try {
      api.server.start();
    } catch (Exception e) {
      api.stopListening();
      throw cannotListen(options, e.getCause() == null ? e : e.getCause());
    }
    store.engine().observe(api.metrics);
    store.engine().workOnQueue(options.parallelTasks());
    api.ticker = new ScheduleTicker(store, SCHEDULE_LOOKS);
    return api;
  }

  private static IOException cannotListen(ApiOptions options, Throwable cause) {
    return new IOException(
        "cannot listen on %s: %s; name another place with -listen"
            .formatted(options.place().text(), cause.getMessage()),
        cause);
  }

  /// The table of routes.
  public RouteTable table() {
    return table;
  }

  /// The address of the root, with a slash at its end; `unix://PATH` of a Unix socket.
  public URI uri() {
    return switch (options.place()) {
      case ListenPlace.Tcp(var host, _) -> http(host.isEmpty() ? "127.0.0.1" : host);
      case ListenPlace.UnixSocket(var path) -> URI.create("unix://" + path.toUri().getRawPath());
      case ListenPlace.Inherited(var address) ->
          address instanceof InetSocketAddress internet
              ? http(internet.getAddress().getHostAddress())
              : URI.create("unix:///inherited");
    };
  }

  private URI http(String host) {
    int port = ((NetworkConnector) connector).getLocalPort();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port));
  }

  /// Waits until the server has stopped.
  public void join() throws InterruptedException {
    server.join();
  }

  /// Starts no more tasks, lets those that run end within the stop timeout, and stops to listen.
  /// What is still queued stays there for the next process. A second call does nothing.
  @Override
  public void close() {
    if (ticker != null) {
      ticker.close();
    }
    store.engine().leaveQueue();
    try {
      if (!store.engine().awaitIdle(options.limits().stopTimeout())) {
        store.engine().cancelAll();
        boolean _ = store.engine().awaitIdle(LAST_MOMENT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    waits.close();
    stopListening();
  }

  private void stopListening() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the API server did not stop: " + e.getMessage(), e);
    }
  }
}
