package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.domain.name.StorageName;
import org.entrepot.format.compression.Compression;
import org.entrepot.server.access.AccessGate;
import org.entrepot.server.access.AccessMode;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Secrets;
import org.entrepot.service.importing.UploadSettings;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.mirror.MirrorSettings;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.ReleaseSigner;
import org.entrepot.service.publish.ReleaseSigners;
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.publish.Targets;
import org.entrepot.service.task.Retention;
import org.entrepot.storage.filesystem.FilesystemPool;
import org.entrepot.storage.filesystem.FilesystemTarget;
import org.entrepot.storage.filesystem.LinkMethod;
import org.entrepot.storage.filesystem.VerifyMethod;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.transport.TransportOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real store, served on this machine, with short words for what clients do.
final class Api implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path root;
  private final Catalog catalog;
  private final Entrepot store;
  private final ApiServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// What came back.
  record Reply(int status, String type, String body) {
    JsonNode json() {
      return MAPPER.readTree(body);
    }

    String error() {
      return json().get("error").asString();
    }

    Reply expect(int wanted) {
      assertThat(status).as(body).isEqualTo(wanted);
      return this;
    }
  }

  Api(Path root) {
    this(root, ApiOptions.at(root));
  }

  Api(Path root, ApiOptions usual) {
    this(root, usual, AccessMode.OPEN);
  }

  /// On a free port, whatever the options say.
  Api(Path root, ApiOptions usual, AccessMode mode) {
    this.root = root;
    try {
      Files.createDirectories(root);
      Clock clock = Clock.systemUTC();
      catalog = Catalog.open(new CatalogUrl.Sqlite(root.resolve("catalog.db")), clock);
      store = open(root, catalog, clock);
      server =
          ApiServer.start(
              store,
              usual.place() instanceof ListenPlace.Tcp
                  ? usual.listeningOn(new ListenPlace.Tcp("127.0.0.1", 0))
                  : usual,
              new AccessGate(mode, store, clock),
              clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entrepot open(Path root, Catalog catalog, Clock clock) {
    var pool = new FilesystemPool(root.resolve("pool"));
    var target =
        new FilesystemTarget(
            root.resolve("public"), LinkMethod.HARDLINK, VerifyMethod.DIGEST, pool);
    var targets =
        new Targets() {
          @Override
          public PublishTarget require(StorageName name) {
            return target;
          }

          @Override
          public List<StorageName> names() {
            return List.of(StorageName.DEFAULT);
          }
        };
    var settings =
        new PublishSettings(
            List.of(Compression.GZIP),
            true,
            true,
            3,
            List.of(),
            root.resolve("work"),
            root.resolve("skel"),
            Optional.empty());
    return new Entrepot(
        catalog,
        pool,
        AddMethod.COPY,
        targets,
        settings,
        new SegmentFiles(root.resolve("cache"), clock),
        new EchoSigners(),
        new MirrorSettings(
            TransportOptions.DEFAULT, 4, List.of(), root.resolve("mirrors"), MirrorDefaults.USUAL),
        new UploadSettings(List.of(), root.resolve("buildinfo")),
        clock,
        Retention.DEFAULT);
  }

  /// Signs with the passphrase itself, so that a test sees whether it arrived.
  private static final class EchoSigners implements ReleaseSigners {
    @Override
    public Optional<ReleaseSigner> find(Signing signing, Secrets secrets) {
      if (signing.mode() == Signing.Mode.SKIP) {
        return Optional.empty();
      }
      int length = secrets.passphrase("key").map(secret -> secret.length).orElse(0);
      return Optional.of((release, _) ->
          new ReleaseSigner.Signatures("passphrase of " + length, release + "signed"));
    }
  }

  Path root() {
    return root;
  }

  Entrepot store() {
    return store;
  }

  ApiServer server() {
    return server;
  }

  URI uri(String path) {
    return URI.create(server.uri().toString().replaceAll("/$", "") + path);
  }

  Reply get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  Reply delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  Reply delete(String path, String json) {
    return withJson("DELETE", path, json);
  }

  Reply post(String path) {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  Reply post(String path, String json) {
    return withJson("POST", path, json);
  }

  Reply put(String path, String json) {
    return withJson("PUT", path, json);
  }

  Reply put(String path, byte[] content) {
    return send(
        HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  Reply body(String method, String path, String type, String content) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(content)));
  }

  private Reply withJson(String method, String path, String json) {
    return body(method, path, "application/json", json.replace('\'', '"'));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Sends a request line as it is, and returns the whole answer.
  String raw(String method, String target) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(30_000);
      var request =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
              .formatted(method, target);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The status of a request line as it is.
  int rawStatus(String method, String target) {
    return Integer.parseInt(raw(method, target).split(" ", 3)[1]);
  }

  void createRepository(String name) {
    post("/api/repos", "{'Name': '%s'}".formatted(name)).expect(201);
  }

  /// Puts a package into an upload directory.
  void upload(String directory, String name, String version) {
    put("/api/files/%s/%s_%s_amd64.deb".formatted(directory, name, version), deb(name, version))
        .expect(200);
  }

  byte[] deb(String name, String version) {
    try {
      Path directory = Files.createTempDirectory(root, "built");
      Path file =
          DebBuilder.of(name, version, "amd64")
              .file("./usr/share/" + name, name + version)
              .writeTo(directory);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a repository that holds a package.
  void createRepositoryWith(String name, String packageName, String version) {
    createRepository(name);
    upload("up-" + packageName, packageName, version);
    post("/api/repos/%s/file/up-%s".formatted(name.replace(" ", "%20"), packageName)).expect(200);
  }

  /// Keys of packages at a path.
  List<String> strings(String path) {
    return get(path).expect(200).json().valueStream().map(JsonNode::asString).toList();
  }

  @Override
  public void close() {
    server.close();
    store.close();
    client.close();
  }
}
