package org.entrepot.server.archive;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// An HTTP/1.1 server for published archives: GET and HEAD with ranges and conditional requests,
/// and directory pages for people. It only reads. Safe for use by several threads.
///
/// Files are sent as they are, without Content-Encoding. Entity tags are made of size, time and
/// inode. Files below `by-hash` and `pool` may be cached for ever, everything else is revalidated.
public final class ArchiveServer implements AutoCloseable {
  private static final int HEADER_BYTES = 8192;

  private final Server server;
  private final ServerConnector connector;

  private ArchiveServer(ArchiveOptions options, Clock clock) {
    var threads = new VirtualThreadPool();
    threads.setName("archive");
    this.server = new Server(threads);
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    // RequestPath alone reads the path, once: empty parts and an encoded percent sign mean one
    // thing there. Every other
    // ambiguity is refused.
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "archive",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    this.connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(options.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
    server.setStopTimeout(options.stopTimeout().toMillis());
    server.setErrorHandler((request, response, callback) -> {
      ArchiveHandler.sendError(request, response, callback, response.getStatus());
      return true;
    });
    var tree = new ArchiveTree(options.mounts(), options.allowedTargets());
    server.setHandler(new GracefulHandler(new ArchiveHandler(tree, clock)));
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the address cannot be bound
  public static ArchiveServer start(ArchiveOptions options, Clock clock) throws IOException {
    var archive = new ArchiveServer(options, clock);
    try {
      archive.server.start();
      return archive;
    } catch (Exception e) {
      archive.close();
      throw new IOException(
          "cannot listen on %s port %d: %s; name another place with -listen"
              .formatted(options.host(), options.port(), reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable last = failure; // Jetty wraps what the system said
    while (last.getCause() != null) {
      last = last.getCause();
    }
    if (last instanceof UnresolvedAddressException) {
      return "there is no such host";
    }
    String message = last.getMessage();
    return message == null ? last.getClass().getSimpleName() : message;
  }

  /// The port that is listened on.
  public int port() {
    return connector.getLocalPort();
  }

  /// The address of the root, with a slash at its end.
  public URI uri() {
    String host = connector.getHost();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
  }

  /// Waits until the server has stopped.
  public void join() throws InterruptedException {
    server.join();
  }

  /// Stops to listen, lets answers under way finish within the stop timeout, and closes all
  /// connections. A second call does nothing.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the archive server did not stop: " + reason(e), e);
    }
  }
}
