package org.entrepot.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fetching from vsftpd.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class FtpTest {
  private static final int SIZE = 1_000_003;
  private static final FetchListener SILENT =
      new FetchListener() {
        @Override
        public void received(long bytes) {}

        @Override
        public void retrying(String reason) {}

        @Override
        public void checkWanted() {}
      };

  @TempDir Path directory;
  private byte[] content;
  private Process server;
  private int port;
  private Transport transport;

  @BeforeEach
  void serve() throws IOException {
    Path root = Files.createDirectories(directory.resolve("served/some dir"));
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    Files.write(root.resolve("a+b.deb"), content);
    Files.write(root.resolve("secret"), content);
    for (Path each : List.of(directory, directory.resolve("served"), root)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    Files.setPosixFilePermissions(
        root.resolve("secret"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    port = freePort();
    Path configuration =
        Files.writeString(
            directory.resolve("vsftpd.conf"),
            """
            listen=YES
            listen_address=127.0.0.1
            listen_port=%d
            background=NO
            anonymous_enable=YES
            local_enable=NO
            no_anon_password=YES
            anon_root=%s
            secure_chroot_dir=%s
            seccomp_sandbox=NO
            idle_session_timeout=2
            xferlog_enable=YES
            log_ftp_protocol=YES
            vsftpd_log_file=%s
            """
                .formatted(
                    port,
                    directory.resolve("served"),
                    Files.createDirectories(directory.resolve("empty")),
                    directory.resolve("log")));
    Files.setPosixFilePermissions(
        directory.resolve("empty"), PosixFilePermissions.fromString("r-xr-xr-x"));
    server =
        new ProcessBuilder("/usr/sbin/vsftpd", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    awaitStart();
    transport = new Transport(options());
  }

  private TransportOptions options() {
    return new TransportOptions(
        2,
        Duration.ofMillis(1),
        Duration.ofSeconds(20),
        0,
        List.of(directory.resolve("auth.conf")),
        Map.of(),
        TransportOptions.Tls.DEFAULT,
        "test");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() throws IOException {
    for (int i = 0; i < 500 && server.isAlive(); i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    throw new AssertionError(
        "vsftpd did not start (apt-get install vsftpd): "
            + Files.readString(directory.resolve("out")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    transport.close();
    server.destroy();
    server.waitFor();
  }

  private URI uri(String path) {
    return URI.create("ftp://127.0.0.1:%d/%s".formatted(port, path));
  }

  private Path target(String name) {
    return directory.resolve(name);
  }

  private List<String> commands(String word) throws IOException {
    return Files.readAllLines(directory.resolve("log")).stream()
        .filter(line -> line.contains("FTP command: ") && line.contains("\"" + word))
        .toList();
  }

  @Test
  void whatIsHereIsNotFetchedAgain() throws IOException {
    Path half = target("half");
    Files.write(half, Arrays.copyOf(content, 600_000));
    transport.fetch(Fetch.resuming(uri("some%20dir/a%2bb.deb"), half, SIZE), SILENT);
    assertThat(half).hasBinaryContent(content);
    assertThat(commands("REST 600000")).hasSize(1);
    transport.fetch(Fetch.resuming(uri("some%20dir/a%2bb.deb"), half, SIZE), SILENT);
    assertThat(half).hasBinaryContent(content);
    assertThat(commands("RETR")).as("the whole file was here").hasSize(1);

    Files.write(half, new byte[SIZE + 10]);
    transport.fetch(Fetch.resuming(uri("some%20dir/a%2bb.deb"), half, SIZE), SILENT);
    assertThat(half).hasBinaryContent(content);
    Files.write(half, new byte[10]);
    transport.fetch(Fetch.anew(uri("some%20dir/a%2bb.deb"), half, SIZE), SILENT);
    assertThat(half).hasBinaryContent(content);
  }

  @Test
  void connectionsAreUsedAgainByManyAtOnce() throws Exception {
    try (var executor = Executors.newFixedThreadPool(4)) {
      List<Callable<FetchResult>> fetches =
          IntStream.range(0, 20)
              .<Callable<FetchResult>>mapToObj(i ->
                  () ->
                      transport.fetch(
                          Fetch.anew(uri("some%20dir/a%2bb.deb"), target("t" + i), SIZE), SILENT))
              .toList();
      for (var end : executor.invokeAll(fetches)) {
        assertThat(end.get()).isInstanceOf(FetchResult.Whole.class);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(target("t" + i)).hasBinaryContent(content);
    }
    assertThat(commands("USER")).hasSizeBetween(1, 4);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4)); // the server ends idle connections
    transport.fetch(Fetch.anew(uri("some%20dir/a%2bb.deb"), target("t"), SIZE), SILENT);
    assertThat(target("t")).hasBinaryContent(content);
  }

  @Test
  void absenceAndRefusalsAreToldApart() throws IOException {
    for (String path : List.of("none", "none/none", "some%20dir/secret")) {
      assertThat(transport.fetch(Fetch.anew(uri(path), target("x"), SIZE), SILENT))
          .isInstanceOf(FetchResult.Absent.class);
    }
    assertThatThrownBy(
            () -> transport.fetch(Fetch.anew(uri("a%0aDELE%20b"), target("x"), SIZE), SILENT))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("control characters");
    assertThatThrownBy(() ->
            transport.fetch(Fetch.anew(uri("some%20dir/a%2bb.deb"), target("x"), SIZE - 1), SILENT))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("larger than");
    Files.writeString(
        directory.resolve("auth.conf"),
        "machine ftp://127.0.0.1:%d login anna password wrong\n".formatted(port));
    try (var other = new Transport(options())) {
      assertThatThrownBy(
              () -> other.fetch(Fetch.anew(uri("some%20dir/a%2bb.deb"), target("x"), SIZE), SILENT))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("refused the login")
          .hasMessageNotContaining("wrong");
    }
    server.destroy();
    assertThatThrownBy(() ->
            new Transport(options())
                .fetch(Fetch.anew(uri("some%20dir/a%2bb.deb"), target("x"), SIZE), SILENT))
        .isInstanceOf(TransportException.class);
  }
}
