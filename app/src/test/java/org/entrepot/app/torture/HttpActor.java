package org.entrepot.app.torture;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.entrepot.app.ServerProcess;
import org.entrepot.app.torture.NameHistory.Reply;
import org.entrepot.app.torture.NameHistory.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API that does one random thing after the other.
final class HttpActor implements Runnable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration STUCK = Duration.ofSeconds(150);

  private final World world;
  private final List<ServerProcess> servers;
  private final HttpClient client;
  private final Random random;
  private final String name;
  private final List<String[]> own = new ArrayList<>(); // repository, package

  HttpActor(World world, List<ServerProcess> servers, HttpClient client, int number, long seed) {
    this.world = world;
    this.servers = servers;
    this.client = client;
    this.random = new Random(seed);
    this.name = "http" + number;
  }

  /// An answer, or none (status 0) when the server died, or the request never arrived (-1).
  record Reaction(int status, String body, Span span) {
    JsonNode json() {
      return MAPPER.readTree(body);
    }

    boolean isAnswered() {
      return status > 0;
    }

    /// A task that was running when its server died says so: then nothing was done.
    boolean isWithdrawn() {
      return status >= 400 && body.contains("ended before it was done");
    }
  }

  @Override
  public void run() {
    while (!world.isStopped()) {
      try {
        step();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        world.violation(name + " could not make sense of an answer: " + e);
      }
    }
  }

  private String repository() {
    return World.REPOSITORIES.get(random.nextInt(World.REPOSITORIES.size()));
  }

  private void step() throws InterruptedException {
    int dice = random.nextInt(100);
    if (dice < 20) {
      add(repository());
    } else if (dice < 27) {
      remove();
    } else if (dice < 38) {
      read(repository());
    } else if (dice < 45) {
      comment(repository());
    } else if (dice < 52) {
      readComment(repository());
    } else if (dice < 60) {
      race("x", "/api/repos", "{\"Name\": \"%s\"}", "/api/repos/", 409, "");
    } else if (dice < 67) {
      race("s", "/api/repos/r0/snapshots", "{\"Name\": \"%s\"}", "/api/snapshots/", 400, "");
    } else if (dice < 75) {
      race(
          "q",
          "/api/publish/:.",
          "{\"SourceKind\":\"local\",\"Sources\":[{\"Name\":\"r1\"}],\"Distribution\":\"%s\",\"Architectures\":[\"amd64\"],\"Signing\":{\"Skip\":true}}",
          "/api/publish/:./",
          400,
          "?force=0");
    } else if (dice < 82) {
      snapshot(repository());
    } else if (dice < 87) {
      readSnapshot();
    } else if (dice < 96) {
      update(repository());
    } else if (dice < 98) {
      dropWhatIsUsed(repository());
    } else {
      Reaction reaction = call("GET", "/api/tasks", "");
      expect(reaction, "listing tasks", 200);
    }
  }

  private void add(String repository) throws InterruptedException {
    String packageName = world.uniqueName(name);
    String file = "%s_1_amd64.deb".formatted(packageName);
    Reaction put = call("PUT", "/api/files/%s/%s".formatted(name, file), World.deb(packageName));
    if (!expect(put, "upload", 200)) {
      return;
    }
    Reaction added = task("POST", "/api/repos/%s/file/%s/%s".formatted(repository, name, file), "");
    if (added.status() == -1 || added.isWithdrawn()) {
      return;
    }
    world.members(repository).added(packageName, added.span());
    if (expect(added, "import", 200)) {
      if (added.json().get("Report").get("Added").size() != 1) {
        world.violation(name + ": an import added something else: " + added.body());
      }
      own.add(new String[] {repository, packageName});
    }
  }

  private void remove() throws InterruptedException {
    if (own.isEmpty()) {
      return;
    }
    String[] chosen = own.remove(random.nextInt(own.size()));
    MemberHistory members = world.members(chosen[0]);
    Reaction found = call("GET", "/api/repos/%s/packages?q=%s".formatted(chosen[0], chosen[1]), "");
    if (!expect(found, "search", 200)) {
      return;
    }
    if (found.json().size() != 1) {
      world.violation(name + ": a search for " + chosen[1] + " found " + found.body());
      return;
    }
    String key = found.json().get(0).asString();
    String body = "{\"PackageRefs\": [\"%s\"]}".formatted(key);
    Reaction removed = task("DELETE", "/api/repos/%s/packages".formatted(chosen[0]), body);
    if (removed.status() != -1 && !removed.isWithdrawn()) {
      members.removed(chosen[1], removed.span());
      expect(removed, "removal", 200);
    }
  }

  private static List<String> names(JsonNode keys) {
    return keys.valueStream().map(key -> key.asString().split(" ", -1)[1]).toList();
  }

  private void read(String repository) throws InterruptedException {
    Reaction read = call("GET", "/api/repos/%s/packages".formatted(repository), "");
    if (expect(read, "listing packages", 200)) {
      world.members(repository).read(distinct(read), read.span(), name);
    }
  }

  private List<String> distinct(Reaction read) {
    List<String> names = names(read.json());
    if (Set.copyOf(names).size() != names.size()) {
      world.violation(name + ": a list names a package twice: " + names);
    }
    return names;
  }

  private void comment(String repository) throws InterruptedException {
    String text = world.uniqueName("comment");
    String body = "{\"Comment\": \"%s\"}".formatted(text);
    Reaction edited = task("PUT", "/api/repos/" + repository, body);
    if (edited.status() != -1 && !edited.isWithdrawn()) {
      world.comment(repository).wrote(text, edited.span());
      expect(edited, "edit", 200);
    }
  }

  private void readComment(String repository) throws InterruptedException {
    Reaction read = call("GET", "/api/repos/" + repository, "");
    if (expect(read, "show", 200)) {
      world.comment(repository).read(read.json().get("Comment").asString(), read.span(), name);
    }
  }

  private void race(
      String kind, String create, String body, String path, int taken, String dropQuery)
      throws InterruptedException {
    String object = world.racedName(kind, random.nextInt(100));
    NameHistory history = world.name(kind, object);
    switch (random.nextInt(3)) {
      case 0 ->
          note(history, Request.CREATE, task("POST", create, body.formatted(object)), 201, taken);
      case 1 ->
          note(history, Request.DROP, task("DELETE", path + object + dropQuery, ""), 200, 404);
      default -> note(history, Request.LOOK, call("GET", path + object, ""), 200, 404);
    }
  }

  private void note(NameHistory history, Request request, Reaction reaction, int yes, int no) {
    if (reaction.status() == -1 || reaction.isWithdrawn()) {
      world.count(reaction.status() == -1 ? "not sent" : "withdrawn");
      return;
    }
    if (!reaction.isAnswered()) {
      world.count("not answered");
      history.add(request, Reply.NONE, reaction.span(), name);
    } else if (reaction.status() == yes || reaction.status() == no) {
      world.count(reaction.status() == yes ? "done" : "refused");
      Reply reply = reaction.status() == yes ? Reply.YES : Reply.NO;
      history.add(request, reply, reaction.span(), name);
    } else {
      world.violation(
          "%s: %s answered %d %s".formatted(name, request, reaction.status(), reaction.body()));
    }
  }

  private void snapshot(String repository) throws InterruptedException {
    String snapshot = world.uniqueName("snap");
    Reaction created =
        task(
            "POST",
            "/api/repos/%s/snapshots".formatted(repository),
            "{\"Name\": \"%s\"}".formatted(snapshot));
    if (!expect(created, "snapshot", 201)) {
      return;
    }
    Reaction read = call("GET", "/api/snapshots/%s/packages".formatted(snapshot), "");
    if (expect(read, "snapshot packages", 200)) {
      List<String> names = distinct(read);
      world.snapshots().put(snapshot, names);
      world.members(repository).read(names, created.span(), "snapshot of " + name);
    }
  }

  private void readSnapshot() throws InterruptedException {
    Optional<String> some =
        world.snapshots().keySet().stream().skip(random.nextInt(20)).findFirst();
    if (some.isEmpty()) {
      return;
    }
    Reaction read = call("GET", "/api/snapshots/%s/packages".formatted(some.get()), "");
    if (expect(read, "snapshot packages", 200)
        && !names(read.json()).equals(world.snapshots().get(some.get()))) {
      world.violation(name + ": snapshot " + some.get() + " has changed to " + read.body());
    }
  }

  private void update(String repository) throws InterruptedException {
    Reaction updated =
        task("PUT", "/api/publish/:./d-" + repository, "{\"Signing\": {\"Skip\": true}}");
    if (expect(updated, "update", 200)) {
      world.members(repository).updated(updated.span());
    }
  }

  private void dropWhatIsUsed(String repository) throws InterruptedException {
    expect(call("DELETE", "/api/repos/%s?force=1".formatted(repository), ""), "drop in use", 409);
  }

  /// Whether it was answered so; anything else is a violation, but no answer at all.
  private boolean expect(Reaction reaction, String what, int status) {
    if (!reaction.isAnswered() || reaction.isWithdrawn()) {
      world.count(
          reaction.status() == -1
              ? "not sent"
              : reaction.isAnswered() ? "withdrawn" : "not answered");
      return false;
    }
    if (reaction.status() != status) {
      world.violation(
          "%s: %s answered %d %s".formatted(name, what, reaction.status(), reaction.body()));
      return false;
    }
    world.count("done");
    return true;
  }

  /// A change, waited for by the request or as a task.
  private Reaction task(String method, String path, String body) throws InterruptedException {
    if (random.nextInt(3) > 0) {
      return call(method, path, body);
    }
    Reaction begun = call(method, path + (path.contains("?") ? "&" : "?") + "_async=1", body);
    if (begun.status() != 202) {
      return begun;
    }
    long id = begun.json().get("ID").asLong();
    long begin = begun.span().begin();
    // Any server may be asked, and asked again: a task outlives its server.
    while (!world.isStopped()) {
      Reaction waited = call("GET", "/api/tasks/%d/wait".formatted(id), "");
      if (!waited.isAnswered()) {
        continue;
      }
      Reaction output = call("GET", "/api/tasks/%d/output".formatted(id), "");
      Reaction returned = call("GET", "/api/tasks/%d/return_value".formatted(id), "");
      if (!output.isAnswered() || !returned.isAnswered()) {
        continue;
      }
      if (waited.status() != 200 || output.status() != 200 || returned.status() != 200) {
        world.violation(
            "%s: task %d is lost: %s %s %s".formatted(name, id, waited, output, returned));
        return new Reaction(0, "", Span.unanswered(begin));
      }
      JsonNode value = returned.json();
      int code = value.get("Code").asInt();
      boolean failed = waited.json().get("State").asInt() == 3;
      return new Reaction(
          code,
          failed ? output.body() : value.get("Value").toString(),
          new Span(begin, waited.span().end()));
    }
    return new Reaction(0, "", Span.unanswered(begin));
  }

  private Reaction call(String method, String path, String body) throws InterruptedException {
    return call(method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  private Reaction call(String method, String path, byte[] body) throws InterruptedException {
    List<ServerProcess> up = servers.stream().filter(ServerProcess::isUp).toList();
    if (up.isEmpty()) {
      Thread.sleep(100);
      return new Reaction(-1, "", Span.unanswered(System.nanoTime()));
    }
    URI uri = up.get(random.nextInt(up.size())).uri(path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(STUCK)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    long begin = System.nanoTime();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reaction(
          response.statusCode(), response.body(), new Span(begin, System.nanoTime()));
    } catch (ConnectException _) {
      Thread.sleep(20);
      return new Reaction(-1, "", Span.unanswered(begin));
    } catch (HttpTimeoutException _) {
      world.violation("%s: %s %s was not answered in %s".formatted(name, method, path, STUCK));
      return new Reaction(0, "", Span.unanswered(begin));
    } catch (IOException _) {
      return new Reaction(0, "", Span.unanswered(begin));
    }
  }
}
