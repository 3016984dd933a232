package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `api serve` with a socket that another program listens on already, as systemd hands it over.
@Timeout(180)
class InheritedSocketTest {
  private static final String STARTER =
      """
      import os, socket, sys
      if sys.argv[1] == "tcp":
          listening = socket.create_server(("127.0.0.1", 0))
          print(listening.getsockname()[1], flush=True)
      else:
          listening = socket.socket(socket.AF_UNIX)
          listening.bind(sys.argv[1])
          listening.listen(100)
          print("unix", flush=True)
      if listening.fileno() != 3:
          os.dup2(listening.fileno(), 3)
      os.set_inheritable(3, True)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=sys.argv[2], LISTEN_FDNAMES="x")
      os.execv(sys.argv[3], sys.argv[3:])
      """;

  @TempDir Path home;

  @Test
  void aTcpSocketIsServed() throws Exception {
    Process server = start("tcp", "1");
    try (var told = server.inputReader()) {
      String port = told.readLine();
      awaitServing(told, "127.0.0.1:" + port);
      assertThat(Tool.of("curl").text("-sS", "http://127.0.0.1:" + port + "/api/ready"))
          .contains("Aptly is ready");
      stop(server);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aUnixSocketIsServedAndStays() throws Exception {
    Path socket = home.resolve("s");
    Process server = start(socket.toString(), "1");
    try (var told = server.inputReader()) {
      told.readLine();
      awaitServing(told, "unix:");
      assertThat(Tool.of("curl").text("-sS", "--unix-socket", socket, "http://x/api/ready"))
          .contains("Aptly is ready");
      stop(server);
    } finally {
      server.destroyForcibly();
    }
    assertThat(socket).as("it belongs to systemd").exists();
  }

  @Test
  void twoSocketsAreFatal() throws Exception {
    Process server = start("tcp", "2");
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(1);
    assertThat(Files.readString(home.resolve("err")))
        .isEqualTo(
            "ERROR: unable to serve: 2 sockets were handed over, and one can be served: leave one"
                + " ListenStream in the unit\n");
  }

  private static void awaitServing(BufferedReader told, String where) throws IOException {
    String line = told.readLine();
    assertThat(line).contains("Starting API server at: ").contains(where);
  }

  /// The last lines of the launcher stand in a script of this test's: the launcher itself runs what
  /// it built.
  private Process start(String socket, String count) throws IOException {
    String launcher = Files.readString(Path.of("..", "entrepot"));
    int begin = launcher.indexOf("if [ \"${LISTEN_PID-}\" = $$ ]");
    assertThat(begin).isPositive();
    String taking = launcher.substring(begin, launcher.indexOf("\nfi\n", begin) + 4);
    Path script = home.resolve("entrepot");
    Files.writeString(
        script,
        """
        #!/bin/sh
        set -uf
        set -- org.entrepot.app.Main "$@"
        %s
        exec "$JAVA" --enable-native-access=ALL-UNNAMED -cp "$CLASSES" "$@"
        """
            .formatted(taking));
    Path starter = home.resolve("starter.py");
    Files.writeString(starter, STARTER);
    var command =
        new ArrayList<>(
            List.of("python3", starter.toString(), socket, count, "/bin/sh", script.toString()));
    command.addAll(List.of("api", "serve", "-listen=127.0.0.1:1"));
    var builder = new ProcessBuilder(command).redirectError(home.resolve("err").toFile());
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.environment().put("CLASSES", System.getProperty("java.class.path"));
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }

  private static void stop(Process server) throws InterruptedException {
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }
}
