package org.entrepot.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.output.Output;
import org.entrepot.openpgp.key.Passphrase;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.Failures;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets a server do a command (`POST /api/commands`): sends the command line with what it reads,
/// and shows what comes back. For one thread.
final class RemoteCommand implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> LOCAL_FLAGS = Set.of("config", "server");
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final ServerAddress server;
  private final Session session;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  RemoteCommand(ServerAddress server, Session session) {
    this.server = server;
    this.session = session;
  }

  /// Runs it and returns its exit code.
  int run(Invocation invocation) {
    ObjectNode request = MAPPER.createObjectNode();
    ArrayNode words = request.putArray("Words");
    invocation.words(LOCAL_FLAGS).forEach(words::add);
    ArrayNode files = request.putArray("Files");
    readFiles(invocation)
        .forEach((name, content) ->
            files
                .addObject()
                .put("Name", name)
                .put("Content", Base64.getEncoder().encodeToString(content)));
    request.put("Terminal", session.output().terminal().isTerminal());
    request.put("Colour", session.output().terminal().hasColour());
    request.putArray("Uploads");
    return switch (invocation.command().name()) {
      case "repo add" -> {
        requireNoRemoval(invocation.flags().isOn(RepositoryCommands.REMOVE_FILES), "-remove-files");
        yield send(request, invocation.positional(0), invocation.positionalsFrom(1));
      }
      case "repo include" -> {
        requireNoRemoval(
            !invocation.flags().isOn(IncludeFlags.NO_REMOVE_FILES), "without -no-remove-files");
        String repository = invocation.flags().text(IncludeFlags.REPOSITORY);
        yield send(
            request,
            repository.contains("{{") ? "include" : repository,
            invocation.positionalsFrom(0));
      }
      default -> send(request);
    };
  }

  /// The same for a command that imports: its files are uploaded to a directory whose name begins
  /// as told, and forgotten at the end.
  private int send(ObjectNode request, String beginning, List<String> imports) {
    ArrayNode uploads = request.withArray("Uploads");
    String directory =
        "%s-cli-%s".formatted(beginning, HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
    try {
      int number = 0;
      for (String typed : imports) {
        Path path = Path.of(typed).toAbsolutePath().normalize();
        String place = Integer.toString(number++);
        upload(path, directory, place);
        uploads
            .addObject()
            .put("Typed", path.toString())
            .put("Directory", directory)
            .put("Place", Files.isDirectory(path) ? place : place + "/" + path.getFileName());
      }
      return send(request);
    } finally {
      exchange(request("api/files/" + encode(directory)).DELETE(), BodyHandlers.discarding());
    }
  }

  private static void requireNoRemoval(boolean removes, String why) {
    if (removes) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          why
              + ": a server cannot remove files of this machine; remove them yourself when they"
              + " were taken");
    }
  }

  /// What the command line names and reads. What is missing is not sent, and the server says so as
  /// this machine would.
  private Map<String, byte[]> readFiles(Invocation invocation) {
    var files = new LinkedHashMap<String, byte[]>();
    for (String positional : invocation.positionals()) {
      if (positional.startsWith("@")) {
        String file = positional.substring(1);
        if (file.equals("-") || Files.exists(Path.of(file))) {
          files.put(file, session.typedContent(file));
        }
      }
    }
    for (Flag flag : invocation.command().flags()) {
      String file = flag.name().endsWith("-file") ? invocation.flags().text(flag) : "";
      if (file.isEmpty() || !Files.exists(Path.of(file))) {
        continue;
      }
      if (flag.name().equals("passphrase-file")) {
        try (Passphrase passphrase = Passphrase.fromFile(Path.of(file))) {
          files.put(file, new String(passphrase.characters()).getBytes(StandardCharsets.UTF_8));
        }
      } else {
        files.put(file, session.typedContent(file));
      }
    }
    return files;
  }

  /// What is missing is not sent, and the server says so as this machine would.
  private void upload(Path path, String directory, String place) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      List<Path> files = filesOf(path);
      Path base = Files.isDirectory(path) ? path : path.resolveSibling("");
      for (Path file : files) {
        String name = place + "/" + base.relativize(file);
        HttpResponse<String> answer =
            exchange(
                request("api/files/" + encode(directory) + "/" + encode(name))
                    .PUT(BodyPublishers.ofFile(file)),
                BodyHandlers.ofString());
        require(answer.statusCode(), answer.body());
      }
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "%s cannot be sent: %s".formatted(path, Failures.describe(e, path.toString())),
          e);
    }
  }

  /// A file, or all below a directory; with an upload what it lists.
  private static List<Path> filesOf(Path path) throws IOException {
    if (path.toString().endsWith(".changes") && Files.isRegularFile(path)) {
      return Stream.concat(UploadFiles.of(path).keySet().stream(), Stream.of(path))
          .filter(Files::isRegularFile)
          .toList();
    }
    try (Stream<Path> found = Files.walk(path)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private int send(ObjectNode request) {
    HttpResponse<InputStream> answer =
        exchange(
            request("api/commands")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(request))),
            BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (answer.statusCode() != 200) {
        var text = new StringBuilder();
        lines.lines().forEach(text::append);
        require(answer.statusCode(), text.toString());
      }
      return show(lines);
    } catch (IOException | JacksonException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "the connection to %s broke: what it was told to do goes on there, see task list"
              .formatted(server),
          e);
    }
  }

  private int show(BufferedReader lines) throws IOException {
    Output output = session.output();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode event = MAPPER.readTree(line);
      if (event.has("Out")) {
        output.bytes(event.get("Out").asString().getBytes(StandardCharsets.UTF_8));
        output.flush();
      } else if (event.has("Err")) {
        output.diagnostic(event.get("Err").asString());
      } else if (event.has("Exit")) {
        return event.get("Exit").asInt();
      }
    }
    throw new IOException("it ended early");
  }

  private void require(int status, String body) {
    if (status == 200) {
      return;
    }
    String reason = body;
    try {
      reason = MAPPER.readTree(body).path("error").asString(body);
    } catch (JacksonException _) {
      // it is no server of ours
    }
    throw new RepositoryException(
        status == 401 || status == 403 ? ErrorCode.NOT_PERMITTED : ErrorCode.INVALID_REQUEST,
        "the server %s answers %d: %s".formatted(server, status, reason));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(server.base() + path));
    if (!server.token().isEmpty()) {
      request.header("Authorization", "Bearer " + server.token());
    }
    return request;
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (ConnectException e) {
      throw new RepositoryException(ErrorCode.STORAGE_FAILED, "no server answers at " + server, e);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "the server %s cannot be asked: %s".formatted(server, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(ErrorCode.CANCELLED, "waiting for the server was cut", e);
    }
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
