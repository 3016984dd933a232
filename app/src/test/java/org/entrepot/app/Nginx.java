package org.entrepot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The real nginx on this machine only, which serves a directory and writes down each request.
final class Nginx implements AutoCloseable {
  private final Process process;
  private final Path directory;
  private final int port;
  private final String scheme;

  private Nginx(Process process, Path directory, int port, String scheme) {
    this.process = process;
    this.directory = directory;
    this.port = port;
    this.scheme = scheme;
  }

  /// Serves by HTTP.
  static Nginx serving(Path root, Path directory) throws IOException {
    return start(root, directory, "http", "");
  }

  /// Serves by TLS to those who show a certificate of the authority `ca.pem` of the directory.
  static Nginx servingWithCertificates(Path root, Path directory) throws IOException {
    String tls =
        """
        ssl_certificate %1$s/server.pem;
        ssl_certificate_key %1$s/server.key;
        ssl_client_certificate %1$s/ca.pem;
        ssl_verify_client on;
        """
            .formatted(directory);
    return start(root, directory, "https", tls);
  }

  /// Asks for a name and password.
  static Nginx servingWithPassword(Path root, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("passwords"), "anna:{PLAIN}secret\n");
    return start(
        root,
        directory,
        "http",
        "auth_basic x; auth_basic_user_file %s/passwords;".formatted(directory));
  }

  private static Nginx start(Path root, Path directory, String scheme, String more)
      throws IOException {
    Files.createDirectories(directory);
    int port = freePort();
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        master_process off;
        user root;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events { worker_connections 512; }
        http {
          log_format short '$request_method $request_uri $status $body_bytes_sent';
          access_log %1$s/access.log short;
          client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
          uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
          server {
            listen 127.0.0.1:%2$d%3$s;
            root %4$s;
            %5$s
          }
        }
        """
            .formatted(directory, port, scheme.equals("https") ? " ssl http2" : "", root, more));
    Process process =
        new ProcessBuilder("nginx", "-c", configuration.toString(), "-p", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    var server = new Nginx(process, directory, port, scheme);
    server.awaitStart();
    return server;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() throws IOException {
    for (int i = 0; i < 500; i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      if (!process.isAlive()) {
        break;
      }
    }
    throw new AssertionError("nginx did not start: " + Files.readString(directory.resolve("out")));
  }

  String url() {
    return scheme + "://localhost:" + port;
  }

  /// `METHOD PATH STATUS BYTES` of each request so far.
  List<String> requests() throws IOException {
    return Files.readAllLines(directory.resolve("access.log"), StandardCharsets.UTF_8);
  }

  /// Forgets the requests.
  void forget() throws IOException {
    Files.writeString(directory.resolve("access.log"), "");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (process.isAlive()) {
      throw new UncheckedIOException(new IOException("nginx does not end"));
    }
  }
}
