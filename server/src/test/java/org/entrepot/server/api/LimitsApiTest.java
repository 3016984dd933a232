package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.TaskListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a server refuses, and whom it does not wait for.
@Timeout(60)
class LimitsApiTest {
  private static final int MOST = 10_000;

  @TempDir Path directory;

  private Api within(ApiOptions.Limits limits) {
    Path root = directory.resolve("root");
    return new Api(root, ApiOptions.at(root).within(limits));
  }

  private static ApiOptions.Limits limits(long upload, Duration idle, Duration head) {
    return new ApiOptions.Limits(upload, 100, idle, head, Duration.ofSeconds(10));
  }

  @Test
  void tooLargeUploadsLeaveNothing() throws IOException {
    try (Api api = within(limits(MOST, Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
      String large = "x".repeat(MOST + 1);
      assertThat(api.put("/api/files/d/f", large.getBytes(StandardCharsets.US_ASCII)))
          .satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.error())
                .isEqualTo("the body is larger than 10000 bytes, which is the most here");
          });
      String one =
          "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"%s\"\r\n\r\n%s\r\n";
      String small = one.formatted("1.deb", "x".repeat(MOST / 2));
      String second = one.formatted("2.deb", "x".repeat(MOST / 2));
      var reply =
          api.body(
              "POST",
              "/api/files/d",
              "multipart/form-data; boundary=b",
              small + second + "--b--\r\n");
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.error()).contains("10000 bytes");
      // Without a length that tells it beforehand.
      var chunked =
          api.send(
              HttpRequest.newBuilder(api.uri("/api/files/d/f"))
                  .PUT(
                      HttpRequest.BodyPublishers.ofInputStream(() ->
                          new ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII)))));
      assertThat(chunked.status()).isEqualTo(413);
      assertThat(api.strings("/api/files")).isEmpty();
      try (Stream<Path> left = Files.walk(api.root().resolve("work"))) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
      api.body("POST", "/api/files/d", "multipart/form-data; boundary=b", small + "--b--\r\n")
          .expect(200);
      assertThat(api.strings("/api/files/d")).containsExactly("1.deb");
    }
  }

  @Test
  void bodiesThatWouldFillTheMemoryAreRefused() {
    try (Api api = within(limits(MOST, Duration.ofSeconds(30), Duration.ofSeconds(30)))) {
      api.createRepository("r");
      for (String value :
          List.of(
              "[" + "{},".repeat(600_000) + "{}]",
              "'" + "x".repeat(9 << 20) + "'",
              "[".repeat(600) + "]".repeat(600),
              "1" + "0".repeat(2000))) {
        assertThat(api.put("/api/repos/r", "{'Unknown': %s}".formatted(value)).expect(400).error())
            .isEqualTo(
                "the body holds too many values, or one that is too long or nested too deeply");
      }
      String form = "Name=s&" + "x=1&".repeat(2 << 20);
      assertThat(
              api.body("POST", "/api/repos", "application/x-www-form-urlencoded", form)
                  .expect(413)
                  .error())
          .contains("form is larger than");
      String many = "'%s',".formatted("Pamd64 none 1.0 abc").repeat(200_000);
      assertThat(
              api.post("/api/repos/r/packages", "{'PackageRefs': [%s'x']}".formatted(many))
                  .expect(404)
                  .error())
          .contains("key not found");
    }
  }

  @Test
  void clientsThatSendBeforeTheyReadGetTheirRefusal() throws IOException {
    try (Api api = within(limits(MOST, Duration.ofSeconds(30), Duration.ofSeconds(30)))) {
      byte[] form = "x=1&".repeat(8 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 10; i++) {
        try (var socket =
            new Socket(InetAddress.getLoopbackAddress(), api.server().uri().getPort())) {
          socket.setSoTimeout(30_000);
          OutputStream out = socket.getOutputStream();
          out.write(
              "POST /api/repos HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
                  .formatted(form.length)
                  .getBytes(StandardCharsets.US_ASCII));
          out.write(form);
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
              .startsWith("HTTP/1.1 413 ")
              .contains("form is larger than");
        }
      }
    }
  }

  @Test
  void aClientThatStopsSendingIsNotWaitedFor() throws IOException {
    try (Api api = within(limits(MOST, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.server().uri().getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              "PUT /api/files/d/f HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n%s"
                  .formatted("x".repeat(MOST + 1))
                  .getBytes(StandardCharsets.US_ASCII));
      // All of it: the server closes the connection although the rest never came.
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 413 ");
      api.createRepository("r");
    }
  }

  @Test
  void largeBodiesWaitForEachOtherAndSmallOnesForNobody() throws Exception {
    try (Api api = within(limits(MOST, Duration.ofSeconds(30), Duration.ofSeconds(30)));
        var first = new Socket(InetAddress.getLoopbackAddress(), api.server().uri().getPort())) {
      first
          .getOutputStream()
          .write(
              "POST /api/repos HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      api.createRepository("small");
      String large = "{'Name': 'b', 'Unknown': [%s1]}".formatted("1,".repeat(600_000));
      var second = new CompletableFuture<Api.Reply>();
      Thread.ofVirtual().start(() -> second.complete(api.post("/api/repos", large)));
      assertThatThrownBy(() -> second.get(2, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      first.shutdownOutput();
      second.get(30, TimeUnit.SECONDS).expect(201);
    }
  }

  @Test
  void whatADeadServerWasReceivingIsCleanedUpAfterADay() throws IOException {
    try (Api api = within(limits(MOST, Duration.ofSeconds(30), Duration.ofSeconds(30)))) {
      Path work = Files.createDirectories(api.root().resolve("work"));
      FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
      for (String name : List.of("upload-dead", "upload-alive", "upload-new")) {
        Path part = Files.writeString(Files.createDirectory(work.resolve(name)).resolve("p"), "x");
        if (!name.endsWith("alive")) {
          Files.setLastModifiedTime(part, longAgo);
        }
        if (!name.endsWith("new")) {
          Files.setLastModifiedTime(work.resolve(name), longAgo);
        }
      }
      api.post("/api/db/cleanup").expect(200);
      try (Stream<Path> left = Files.list(work)) {
        assertThat(left.map(each -> each.getFileName().toString()))
            .containsExactlyInAnyOrder("upload-alive", "upload-new");
      }
    }
  }

  @Test
  void slowHeadsAreNotWaitedForButSlowAnswersAre() throws Exception {
    try (Api api = within(limits(MOST, Duration.ofMillis(700), Duration.ofMillis(500)));
        var slow = new Socket(InetAddress.getLoopbackAddress(), api.server().uri().getPort())) {
      slow.setSoTimeout(30_000);
      var thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (byte each :
                      "GET /api/ready HTTP/1.1\r\nX-Long: "
                          .repeat(100)
                          .getBytes(StandardCharsets.US_ASCII)) {
                    slow.getOutputStream().write(each);
                    slow.getOutputStream().flush();
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException _) {
                  // it was closed
                }
              });
      assertThat(closed(slow)).isTrue();
      thread.join();

      // An answer that takes longer than a silent connection may live.
      var claimed = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var waiting =
          Thread.ofVirtual()
              .start(() ->
                  api.store()
                      .run(
                          new CleanUp(Execution.DRY_RUN),
                          Secrets.NONE,
                          new BlockingListener(claimed, release)));
      claimed.await();
      var answer = new CompletableFuture<Api.Reply>();
      Thread.ofVirtual().start(() -> answer.complete(api.get("/api/tasks-wait")));
      assertThatThrownBy(() -> answer.get(2, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      release.countDown();
      answer.get(30, TimeUnit.SECONDS).expect(200);
      waiting.join();
    }
  }

  /// Holds a task up when it begins to tell something.
  private record BlockingListener(CountDownLatch begun, CountDownLatch go) implements TaskListener {
    private void hold() {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void output(Marker marker, String line) {
      hold();
    }

    @Override
    public void progress(Progress progress) {
      hold();
    }

    @Override
    public void waiting(List<String> blockers) {}
  }

  private static boolean closed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return e.getMessage() != null && e.getMessage().contains("reset");
    }
  }
}
