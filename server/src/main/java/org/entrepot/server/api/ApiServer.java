package org.entrepot.server.api;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.entrepot.server.access.AccessGate;
import org.entrepot.server.api.body.BodyReader;
import org.entrepot.server.api.route.RouteTable;
import org.entrepot.server.api.task.TaskWaits;
import org.entrepot.service.Entrepot;

/// Serves the REST API of a store, and works on its queue of tasks. Safe for any thread.
public final class ApiServer implements AutoCloseable {
  private static final int HEADER_BYTES = 32 * 1024;
  private static final Duration LAST_MOMENT = Duration.ofSeconds(10);

  private final Entrepot store;
  private final ApiOptions options;
  private final TaskWaits waits;
  private final RouteTable table;
  private final Server server;
  private final ServerConnector connector;

  private ApiServer(Entrepot store, ApiOptions options, AccessGate gate) {
    this.store = store;
    this.options = options;
    this.waits = new TaskWaits(store);
    this.table = ApiRoutes.of(store, options, waits);
    var threads = new VirtualThreadPool();
    threads.setName("api");
    server = new Server(threads);
    connector = new ServerConnector(server, new HttpConnectionFactory(http()));
    connector.setHost(options.host().isEmpty() ? null : options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(options.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.mostConnections(), connector));
    server.setStopTimeout(LAST_MOMENT.toMillis());
    server.setErrorHandler((_, response, callback) -> {
      ApiHandler.send(ApiHandler.error(response.getStatus(), "the request is malformed"), response);
      callback.succeeded();
      return true;
    });
    server.setHandler(
        new GracefulHandler(
            new ApiHandler(table, gate, new BodyReader(options.scratch()), options)));
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
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    return http;
  }

  /// Starts to listen, and to work on the queue.
  ///
  /// @throws IOException if the address cannot be bound
  public static ApiServer start(Entrepot store, ApiOptions options, AccessGate gate)
      throws IOException {
    var api = new ApiServer(store, options, gate);
    try {
      api.server.start();
    } catch (Exception e) {
      api.stopListening();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s:%d: %s"
              .formatted(options.host(), options.port(), cause.getMessage()),
          e);
    }
    store.engine().workOnQueue(options.parallelTasks());
    return api;
  }

  /// The table of routes.
  public RouteTable table() {
    return table;
  }

  /// The port that is listened on.
  public int port() {
    return connector.getLocalPort();
  }

  /// The address of the root, with a slash at its end.
  public URI uri() {
    String host = options.host().isEmpty() ? "127.0.0.1" : options.host();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
  }

  /// Waits until the server has stopped.
  public void join() throws InterruptedException {
    server.join();
  }

  /// Starts no more tasks, lets those that run end within the stop timeout, and stops to listen.
  /// What is still queued stays there for the next process. A second call does nothing.
  @Override
  public void close() {
    store.engine().leaveQueue();
    try {
      if (!store.engine().awaitIdle(options.stopTimeout())) {
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
