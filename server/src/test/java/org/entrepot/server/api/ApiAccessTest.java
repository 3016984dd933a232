package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.repository.Repository;
import org.entrepot.server.access.AccessMode;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.PathPattern;
import org.entrepot.server.api.route.Route;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.operation.TokenOperation.CreateToken;
import org.entrepot.service.task.TaskListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every route of the table, with no token, a token of too small a scope, and a token for other
/// objects. A route that is new is tested without anybody thinking of it.
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set in BeforeEach
class ApiAccessTest {
  /// Bodies that name objects of somebody else, by the name of the record.
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("RepositoryBodies.Create", "{'Name': 'theirs-2'}"),
          Map.entry("RepositoryBodies.Edit", "{'Comment': 'x'}"),
          Map.entry("RepositoryBodies.Packages", "{'PackageRefs': []}"),
          Map.entry("RepositoryBodies.Copy", "{}"),
          Map.entry("SnapshotBodies.Create", "{'Name': 'theirs'}"),
          Map.entry("SnapshotBodies.OfRepository", "{'Name': 'theirs'}"),
          Map.entry("SnapshotBodies.Edit", "{'Description': 'x'}"),
          Map.entry(
              "PublicationBodies.Create",
              "{'SourceKind': 'local', 'Sources': [{'Name': 'theirs'}], 'Distribution': 'theirs',"
                  + " 'Signing': {'Skip': true}}"),
          Map.entry("PublicationBodies.Update", "{'Signing': {'Skip': true}}"),
          Map.entry("PublicationBodies.SourceBody", "{'Component': 'main', 'Name': 'theirs'}"),
          Map.entry("PublicationBodies.Sources", "[{'Component': 'main', 'Name': 'theirs'}]"),
          Map.entry("PublicationBodies.Replacement", "{'Component': 'main', 'Name': 'theirs'}"),
          Map.entry(
              "MirrorBodies.Create",
              "{'Name': 'theirs-2', 'ArchiveURL': 'http://127.0.0.1:1/', 'Distribution': 'x'}"),
          Map.entry("SnapshotBodies.Merge", "{'Sources': ['theirs']}"),
          Map.entry(
              "SnapshotBodies.Pull",
              "{'Source': 'theirs', 'Queries': ['a'], 'Destination': 'theirs-2'}"),
          Map.entry("SnapshotBodies.Filter", "{'Queries': ['a'], 'Destination': 'theirs-2'}"),
          Map.entry("MirrorBodies.Edit", "{'Filter': 'x'}"),
          Map.entry("MirrorBodies.Update", "{}"),
          Map.entry("MirrorBodies.OfMirror", "{'Name': 'theirs'}"),
          Map.entry(
              "ScheduleRoutes.Create",
              "{'Name': 'theirs-2', 'Timing': 'every 1h', 'Mirror': 'theirs'}"),
          Map.entry("KeyRoutes.Addition", "{'GpgKeyArmor': 'x'}"),
          Map.entry("KeyRoutes.Removal", "{'GpgKeyID': '1234567890ABCDEF'}"));

  /// What a token for some objects may read: names are no secret, see decision 7.
  private static final List<String> LISTS =
      List.of(
          "/api/version",
          "/api/ready",
          "/api/healthy",
          "/api/storage",
          "/api/s3",
          "/api/gcs",
          "/api/jfrog",
          "/api/metrics",
          "/api/graph.{extension}",
          "/api/gpg/keys",
          "/api/repos",
          "/api/mirrors",
          "/api/snapshots",
          "/api/publish",
          "/api/schedules",
          "/api/schedules/{schedule}",
          "/api/files",
          "/api/packages",
          "/api/packages/{key}",
          "/api/tasks",
          "/api/tasks-wait",
          "/api/tasks/events",
          "/api/tasks/{task}",
          "/api/tasks/{task}/wait",
          "/api/tasks/{task}/output",
          "/api/tasks/{task}/detail",
          "/api/tasks/{task}/return_value",
          "/api/tasks/{task}/events");

  @TempDir Path directory;
  private Api api;

  @BeforeEach
  void serve() {
    api = new Api(directory, ApiOptions.at(directory).withAllPages(), AccessMode.REQUIRED);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String token(String name, Scope scope, String... patterns) {
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    api.store()
        .run(
            new CreateToken(
                new TokenName(name),
                secret.id(),
                secret.digest().hex(),
                scope,
                Arrays.stream(patterns).map(NamePattern::new).toList(),
                "",
                Optional.empty()),
            Secrets.NONE,
            TaskListener.SILENT)
        .require();
    return secret.reveal();
  }

  private Api.Reply ask(Route<?> route, Optional<String> token) {
    String path =
        route
            .pattern()
            .text()
            .replace("{prefix}", ":.")
            .replace("{task}", "1")
            .replace("{extension}", "dot")
            .replace("{component}", "main")
            .replace("{key}", "Pamd64%20a%201%2000000000")
            .replaceAll("\\{[^}]*}", "theirs");
    var request = HttpRequest.newBuilder(api.uri(path));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    if (route.body() == NoBody.class) {
      request.method(route.method().name(), BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(route.method().name(), BodyPublishers.ofString(body(route).replace('\'', '"')));
    }
    return api.send(request);
  }

  private static String body(Route<?> route) {
    Class<?> type = route.body();
    Class<?> outer = type.getEnclosingClass();
    String name = (outer == null ? "" : outer.getSimpleName() + ".") + type.getSimpleName();
    String body = BODIES.get(name);
    assertThat(body).as("a body for %s: add %s", route, name).isNotNull();
    return String.valueOf(body);
  }

  @Test
  void withoutATokenNothingIsAnswered() {
    var statuses = new TreeMap<String, Integer>();
    for (Route<?> route : api.server().table().routes()) {
      Api.Reply reply = ask(route, Optional.empty());
      if (reply.status() != 401 || !reply.error().contains("token")) {
        statuses.put(route.toString(), reply.status());
      }
    }
    assertThat(statuses).isEmpty();
    assertThat(api.server().table().routes()).hasSizeGreaterThan(55);
  }

  @Test
  void aSmallerScopeIsNotEnough() {
    var smaller = new TreeMap<Scope, String>();
    for (Scope scope : Scope.values()) {
      if (scope != Scope.ADMIN) {
        smaller.put(scope, token("only-" + scope.word(), scope));
      }
    }
    var statuses = new TreeMap<String, Integer>();
    int asked = 0;
    for (Route<?> route : api.server().table().routes()) {
      for (var each : smaller.entrySet()) {
        if (!each.getKey().includes(route.scope())) {
          asked++;
          Api.Reply reply = ask(route, Optional.of(each.getValue()));
          if (reply.status() != 403 || !reply.error().contains("scope")) {
            statuses.put(route + " with " + each.getKey(), reply.status());
          }
        }
      }
    }
    assertThat(statuses).isEmpty();
    assertThat(asked).isGreaterThan(60);
  }

  @Test
  void aTokenForOthersIsNotEnough() {
    api.store()
        .run(
            new CreateRepository(new RepositoryName("theirs"), "", "", "", "", Optional.empty()),
            Secrets.NONE,
            TaskListener.SILENT)
        .require();
    String mine = token("mine", Scope.ADMIN, "mine-*");
    var statuses = new TreeMap<String, Integer>();
    for (Route<?> route : api.server().table().routes()) {
      if (LISTS.contains(route.pattern().text()) && route.scope() == Scope.READ) {
        continue;
      }
      Api.Reply reply = ask(route, Optional.of(mine));
      // Nothing is there to be refused: a missing object is missing for everybody.
      boolean missing = reply.status() == 404 && route.body() == NoBody.class;
      if (reply.status() != 403 && !missing) {
        statuses.put(route.toString(), reply.status());
      }
    }
    assertThat(statuses).isEmpty();
    List<Repository> left = api.store().view(view -> view.repositories());
    assertThat(left).hasSize(1);
  }

  @Test
  void aTokenForSomeObjectsIsForTheirTasks() {
    String mine = token("mine", Scope.WRITE, "mine-*");
    String theirs = token("theirs", Scope.WRITE, "theirs-*");
    long task = create("mine-r", mine);
    assertThat(send("DELETE", "/api/tasks/" + task, theirs).expect(403).error())
        .contains("theirs-*");
    assertThat(send("POST", "/api/tasks/" + task + "/cancel", theirs).status()).isEqualTo(403);
    send("POST", "/api/tasks/" + task + "/cancel", mine).expect(409);
    send("DELETE", "/api/tasks/" + task, mine).expect(200);
    send("GET", "/api/tasks/" + task, mine).expect(404);
    List<AuditEntry> entries = api.store().view(view -> view.auditEntries(AuditFilter.all()));
    assertThat(entries).anyMatch(entry -> entry.title().contains("mine-r"));
  }

  @Test
  void thePlanOfAChangeIsForThoseWhoMayMakeIt() {
    String admin = token("admin", Scope.ADMIN);
    String mine = token("mine", Scope.WRITE, "mine*", "mine/*");
    for (String name : List.of("mine", "theirs")) {
      send("POST", "/api/repos", admin, "{'Name': '%s'}".formatted(name)).expect(201);
      send(
              "POST",
              "/api/repos/%s/snapshots".formatted(name),
              admin,
              "{'Name': '%s'}".formatted(name))
          .expect(201);
      send(
              "POST",
              "/api/publish/" + name,
              admin,
              "{'SourceKind': 'snapshot', 'Sources': [{'Name': '%s'}], 'Distribution': 'x',"
                      .formatted(name)
                  + " 'Architectures': ['amd64'], 'Signing': {'Skip': true}}")
          .expect(201);
    }
    String unsigned = "{'Signing': {'Skip': true}}";
    String foreign =
        "{'Snapshots': [{'Component': 'main', 'Name': 'theirs'}], 'Signing': {'Skip': true}}";
    send("PUT", "/api/publish/mine/x?dry-run=1", mine, unsigned).expect(200);
    send("PUT", "/api/publish/mine/x?dry-run=1", mine, foreign).expect(403);
    send("PUT", "/api/publish/theirs/x?dry-run=1", mine, unsigned).expect(403);
    send("POST", "/api/publish/theirs/x/update?dry-run=1", mine, unsigned).expect(403);
    send("PUT", "/api/publish/theirs/x?dry-run=1", admin, foreign).expect(200);
  }

  private Api.Reply send(String method, String path, String token, String body) {
    return api.send(
        HttpRequest.newBuilder(api.uri(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private long create(String name, String token) {
    long task =
        api.send(
                HttpRequest.newBuilder(api.uri("/api/repos?_async=1"))
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString("{\"Name\": \"%s\"}".formatted(name))))
            .expect(202)
            .json()
            .get("ID")
            .asLong();
    send("GET", "/api/tasks/" + task + "/wait", token).expect(200);
    return task;
  }

  private Api.Reply send(String method, String path, String token) {
    return api.send(
        HttpRequest.newBuilder(api.uri(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()));
  }

  @Test
  void everyListIsARouteOfTheTable() {
    assertThat(api.server().table().routes().stream().map(Route::pattern).map(PathPattern::text))
        .containsAll(LISTS);
  }
}
