package org.entrepot.app.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entrepot.app.PublishedTree;
import org.entrepot.app.ServerProcess;
import org.entrepot.testkit.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sixteen clients of the API, four users of the command line, clean-ups and a reader of the
/// published archives work on one store, while its servers are killed and started again. Whatever
/// was answered must be so.
///
/// `-Dentrepot.torture.seconds=600` says for how long, `-Dentrepot.seed=N` repeats the choices of
/// every client (not their times), `-Dentrepot.torture.variant=SQLITE` runs one variant only.
@SuppressWarnings("NullAway.Init") // set before each test
@Tag("slow")
class TortureTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int HTTP_CLIENTS = 16;
  private static final int COMMAND_LINES = 4;

  @TempDir Path home;

  private final HttpClient client = HttpClient.newHttpClient();

  /// What holds the catalog, and how many servers work on it.
  enum Variant {
    SQLITE(1),
    SQLITE_TWO_SERVERS(2),
    POSTGRESQL_TWO_SERVERS(2);

    private final int servers;

    Variant(int servers) {
      this.servers = servers;
    }

    String settings() {
      return this == POSTGRESQL_TWO_SERVERS
          ? ", \"databaseUrl\": \"%s\"".formatted(PostgresServer.shared().newDatabase())
          : "";
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverWasAnsweredIsSo(Variant variant) throws IOException, InterruptedException {
    assumeThat(System.getProperty("entrepot.torture.variant", variant.name()))
        .isEqualTo(variant.name());
    long seed = Long.getLong("entrepot.seed", System.nanoTime());
    long seconds = Long.getLong("entrepot.torture.seconds", 60);
    System.out.printf("%s for %d s: -Dentrepot.seed=%d%n", variant, seconds, seed);
    Files.writeString(
        home.resolve(".entrepot.conf"),
        "{\"rootDir\": \"%s\"%s}".formatted(home.resolve("root"), variant.settings()));
    var servers = new ArrayList<ServerProcess>();
    try {
      for (int i = 0; i < variant.servers; i++) {
        servers.add(new ServerProcess(home, i));
      }
      for (ServerProcess server : servers) {
        server.awaitReady(client);
      }
      var world = new World(home);
      prepare(servers.getFirst());
      int kills = torture(world, servers, seed, seconds);
      assess(world, servers);
      List<String> violations = world.violations();
      System.out.printf(
          "%s, seed %d, %d s: %s, %d servers killed, %d events, %d violations%n",
          variant, seed, seconds, world.counts(), kills, world.events(), violations.size());
      assertThat(violations.stream().limit(40))
          .as("%s, seed %d, of %d:\n%s", variant, seed, violations.size(), logs(servers))
          .isEmpty();
    } finally {
      servers.forEach(ServerProcess::close);
    }
  }

  private static String logs(List<ServerProcess> servers) throws IOException {
    var text = new StringBuilder();
    for (ServerProcess server : servers) {
      List<String> lines = Files.readAllLines(server.log(), StandardCharsets.UTF_8);
      lines.stream()
          .filter(line -> !line.startsWith("Starting API server"))
          .limit(60)
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private void prepare(ServerProcess server) throws IOException, InterruptedException {
    for (String repository : World.REPOSITORIES) {
      send(server, "POST", "/api/repos", "{\"Name\": \"%s\"}".formatted(repository), 201);
      send(
          server,
          "POST",
          "/api/publish/:.",
          "{\"SourceKind\":\"local\",\"Sources\":[{\"Name\":\"%s\"}],\"Distribution\":\"d-%s\",\"Architectures\":[\"amd64\"],\"Signing\":{\"Skip\":true}}"
              .formatted(repository, repository),
          201);
    }
  }

  private int torture(World world, List<ServerProcess> servers, long seed, long seconds)
      throws IOException, InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < HTTP_CLIENTS; i++) {
      threads.add(start(new HttpActor(world, servers, client, i, seed + i)));
    }
    for (int i = 0; i < COMMAND_LINES; i++) {
      threads.add(start(new CliActor(world, i, seed + 1000 + i)));
    }
    threads.add(start(new TreeReader(world, home.resolve("root/public"))));
    int kills;
    try {
      kills = killServers(world, servers, new Random(seed), seconds);
    } finally {
      world.stop();
    }
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofMinutes(4))) {
        world.violation(thread + " is stuck");
      }
    }
    return kills;
  }

  private int killServers(World world, List<ServerProcess> servers, Random random, long seconds)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int kills = 0;
    while (System.nanoTime() < until) {
      Thread.sleep(8000 + random.nextInt(20_000)); // between two kills
      servers.get(random.nextInt(servers.size())).killAndRestart(client);
      world.nextEpoch();
      kills++;
    }
    return kills;
  }

  private static Thread start(Runnable actor) {
    return Thread.ofPlatform().name(actor.getClass().getSimpleName()).start(actor);
  }

  /// When all have gone: nothing is stuck, everything is where it was said to be, and the published
  /// archives are those of the record.
  private void assess(World world, List<ServerProcess> servers)
      throws IOException, InterruptedException {
    for (ServerProcess server : servers) {
      server.killAndRestart(client);
    }
    ServerProcess server = servers.getFirst();
    send(server, "GET", "/api/tasks-wait", "", 200);
    for (JsonNode task : send(server, "GET", "/api/tasks", "", 200)) {
      if (task.get("State").asInt() < 2) {
        world.violation("a task is stuck: " + task);
      }
    }
    var imported = new HashSet<String>();
    var expected = new TreeMap<String, TreeSet<String>>();
    for (String repository : World.REPOSITORIES) {
      long begin = System.nanoTime();
      JsonNode keys = send(server, "GET", "/api/repos/%s/packages".formatted(repository), "", 200);
      List<String> names = keys.valueStream().map(key -> key.asString().split(" ", -1)[1]).toList();
      String comment =
          send(server, "GET", "/api/repos/" + repository, "", 200).get("Comment").asString();
      var span = new Span(begin, System.nanoTime());
      world.members(repository).read(names, span, "the end");
      world.comment(repository).read(comment, span, "the end");
      send(
          server, "PUT", "/api/publish/:./d-" + repository, "{\"Signing\": {\"Skip\": true}}", 200);
      imported.addAll(world.members(repository).certain());
      expected.put(
          "./d-" + repository,
          new TreeSet<>(names.stream().map(name -> name + "_1_amd64").toList()));
    }
    var published = PublishedTree.check(home.resolve("root/public"));
    expected.forEach((point, packages) -> {
      if (!packages.equals(published.get(point))) {
        world.violation("%s holds %s, not %s".formatted(point, published.get(point), packages));
      }
    });
    uploads(world, imported);
    references(world, server);
    send(server, "POST", "/api/db/cleanup", "", 200);
    PublishedTree.check(home.resolve("root/public"));
    for (var snapshot : world.snapshots().entrySet()) {
      List<String> names =
          send(server, "GET", "/api/snapshots/%s/packages".formatted(snapshot.getKey()), "", 200)
              .valueStream()
              .map(key -> key.asString().split(" ", -1)[1])
              .toList();
      if (!names.equals(snapshot.getValue())) {
        world.violation("snapshot %s has changed to %s".formatted(snapshot, names));
      }
    }
  }

  /// What was imported is not in the upload area any more.
  private void uploads(World world, Set<String> imported) throws IOException {
    Path area = home.resolve("root/upload");
    if (!Files.exists(area)) {
      return;
    }
    try (Stream<Path> files = Files.walk(area)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> imported.contains(file.getFileName().toString().split("_", 2)[0]))
          .forEach(file -> world.violation(file + " was imported and is still there"));
    }
  }

  /// Every source of a publication is there.
  private void references(World world, ServerProcess server)
      throws IOException, InterruptedException {
    for (JsonNode publication : send(server, "GET", "/api/publish", "", 200)) {
      for (JsonNode source : publication.get("Sources")) {
        HttpResponse<String> found =
            ask(server, "GET", "/api/repos/" + source.get("Name").asString(), "");
        if (found.statusCode() != 200) {
          world.violation("the source of a publication is missing: " + publication);
        }
      }
    }
  }

  private JsonNode send(ServerProcess server, String method, String path, String body, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> response = ask(server, method, path, body);
    assertThat(response.statusCode()).as(method + path + response.body()).isEqualTo(status);
    return MAPPER.readTree(response.body());
  }

  private HttpResponse<String> ask(ServerProcess server, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofMinutes(3))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
