package org.entrepot.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Serves a directory on this machine as bad servers do: it cuts connections, is busy, hangs,
/// forgets ranges. Writes down what it was asked for and how many bytes it sent. Safe for any
/// thread.
public final class FlakyServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong sentBytes = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Path root;
  private volatile Fault fault = (_, _) -> new Fault.Behaviour.Good();

  /// A request that came.
  ///
  /// @param range the Range header, or empty
  /// @param authorization the Authorization header, or empty
  public record Request(String path, String range, String authorization) {}

  /// Decides how a request is treated.
  @FunctionalInterface
  public interface Fault {
    /// `number`: how often this path was asked for before.
    Behaviour of(Request request, int number);

    /// What the server does.
    sealed interface Behaviour {
      /// Answers as it should.
      record Good() implements Behaviour {}

      /// Closes the connection after so many bytes of the body.
      record Cut(long afterBytes) implements Behaviour {}

      /// Answers with a status and no body.
      record Status(int code, String header, String value) implements Behaviour {}

      /// Sends one byte and then nothing, for as long as the server lives.
      record Hang() implements Behaviour {}

      /// Sends the whole file whatever was asked for.
      record NoRanges() implements Behaviour {}
    }
  }

  private FlakyServer(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::answer);
    server.setExecutor(executor);
    server.start();
  }

  /// Serves this directory.
  public static FlakyServer serving(Path root) {
    try {
      return new FlakyServer(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Behaves like this from now on.
  public void set(Fault newFault) {
    fault = newFault;
  }

  /// Serves another directory from now on.
  public void serve(Path newRoot) {
    root = newRoot;
  }

  /// `http://127.0.0.1:PORT`.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What came so far.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// Bytes of bodies that were sent.
  public long sentBytes() {
    return sentBytes.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    // A proxy is asked for whole addresses.
    String path = exchange.getRequestURI().getPath();
    var request =
        new Request(
            exchange.getRequestURI().toString(),
            header(exchange, "Range"),
            header(exchange, "Authorization"));
    int number;
    synchronized (requests) {
      number = (int) requests.stream().filter(it -> it.path().equals(request.path())).count();
      requests.add(request);
    }
    try (exchange) {
      switch (fault.of(request, number)) {
        case Fault.Behaviour.Good _ -> send(exchange, path, request.range(), Long.MAX_VALUE);
        case Fault.Behaviour.Cut(var bytes) -> send(exchange, path, request.range(), bytes);
        case Fault.Behaviour.NoRanges _ -> send(exchange, path, "", Long.MAX_VALUE);
        case Fault.Behaviour.Status(var code, var header, var value) -> {
          if (!header.isEmpty()) {
            exchange.getResponseHeaders().set(header, value);
          }
          exchange.sendResponseHeaders(code, -1);
        }
        case Fault.Behaviour.Hang _ -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(0);
          exchange.getResponseBody().flush();
          closing.await();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private void send(HttpExchange exchange, String path, String range, long most)
      throws IOException {
    Path file = root.resolve(path.substring(1)).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    String tag = "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    if (header(exchange, "If-None-Match").equals(tag)) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    int from = 0;
    if (range.matches("bytes=[0-9]+-")) {
      from = Integer.parseInt(range.substring(6, range.length() - 1));
      if (from >= bytes.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + bytes.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    int length = bytes.length - from;
    exchange.sendResponseHeaders(range.isEmpty() ? 200 : 206, length == 0 ? -1 : length);
    int sent = (int) Math.min(length, most);
    exchange.getResponseBody().write(bytes, from, sent);
    exchange.getResponseBody().flush();
    sentBytes.addAndGet(sent);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
