package org.entrepot.server.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// A served directory and a client for it. The server's clock stands still, long after the files
/// were written.
final class Archive implements AutoCloseable {
  static final Instant WRITTEN = Instant.parse("2026-02-03T04:05:06.789Z");
  static final String WRITTEN_DATE = "Tue, 03 Feb 2026 04:05:06 GMT";
  static final Clock LATER = Clock.fixed(WRITTEN.plus(Duration.ofDays(1)), ZoneOffset.UTC);

  private final Path root;
  private final ArchiveServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Archive(Path root, ArchiveServer server) {
    this.root = root;
    this.server = server;
  }

  static Archive of(Path root) {
    return of(root, ArchiveOptions.loopback(List.of(new Mount("/", root))));
  }

  static Archive of(Path root, ArchiveOptions options) {
    return of(root, options, LATER);
  }

  static Archive of(Path root, ArchiveOptions options, Clock clock) {
    try {
      return new Archive(root, ArchiveServer.start(options, clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ArchiveServer server() {
    return server;
  }

  /// Writes a file of this text that was changed at [#WRITTEN].
  Path file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /// The status that these bytes on a new connection get; 0 if it is closed without an answer.
  int statusOf(String request) throws IOException {
    String answer = answerTo(request);
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /// The whole answer to a request that asks to close the connection.
  String answerTo(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
