package org.entrepot.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `api serve` in a process of its own at one port, which can be killed and started again.
public final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);

  private final Path home;
  private final int port;
  private final Path log;
  private Process process;
  private volatile boolean up;

  /// Starts it with the configuration of `home`; it does not answer yet.
  public ServerProcess(Path home, int number) throws IOException {
    this.home = home;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    log = home.resolve("server-%d.log".formatted(number));
    process = begin();
  }

  private Process begin() throws IOException {
    return program(home, List.of("api", "serve", "-listen=127.0.0.1:" + port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /// A command of the program in a process of its own.
  public static ProcessBuilder program(Path home, List<String> words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(words);
    var builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    return builder;
  }

  /// The address of a path.
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /// Whether it answers, or did a moment ago.
  public boolean isUp() {
    return up;
  }

  /// Returns when it answers.
  public void awaitReady(HttpClient client) throws IOException, InterruptedException {
    long until = System.nanoTime() + START.toNanos();
    while (!answers(client)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new AssertionError("the server did not start: " + Files.readString(log));
      }
      Thread.sleep(50); // until it listens, which nobody can be told of
    }
    up = true;
  }

  private boolean answers(HttpClient client) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(uri("/api/ready")).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends the process by SIGKILL, and starts another.
  public void killAndRestart(HttpClient client) throws IOException, InterruptedException {
    up = false;
    process.destroyForcibly().waitFor();
    process = begin();
    awaitReady(client);
  }

  /// What it printed.
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
