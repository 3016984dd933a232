package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.ChangesBuilder;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Local repositories over HTTP (spec rest-api 7, 8).
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class RepositoryApiTest {
  @TempDir Path root;
  private Api api;

  @BeforeEach
  void serve() {
    api = new Api(root);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void createShowEditListDrop() {
    var created =
        api.post("/api/repos", "{'Name': 'r 1', 'comment': 'fun', 'DEFAULTDISTRIBUTION': 'd'}")
            .expect(201);
    var shape =
        "{\"Name\":\"r"
            + " 1\",\"Comment\":\"fun\",\"DefaultDistribution\":\"d\",\"DefaultComponent\":\"\"}";
    assertThat(created.body()).isEqualTo(shape);
    assertThat(created.type()).isEqualTo("application/json; charset=utf-8");
    assertThat(api.get("/api/repos/r%201").expect(200).body()).isEqualTo(shape);
    assertThat(api.post("/api/repos", "{'Name': 'r 1'}").expect(409).error())
        .contains("local repo with name r 1 already exists");
    assertThat(api.get("/api/repos/none").expect(404).error())
        .isEqualTo("local repo with name none not found");
    var edited =
        api.put("/api/repos/r%201", "{'Name': 'r2', 'Comment': null, 'DefaultDistribution': ''}")
            .expect(200);
    assertThat(edited.json().get("Name").asString()).isEqualTo("r2");
    assertThat(edited.json().get("Comment").asString()).isEqualTo("fun");
    assertThat(edited.json().get("DefaultDistribution").asString()).isEmpty();
    api.createRepository("r3");
    api.put("/api/repos/r2", "{'Name': 'r3'}").expect(409);
    api.put("/api/repos/r2", "{'Name': 'r2'}").expect(200);
    assertThat(api.get("/api/repos").expect(200).json().get(0).get("NumPackages").asInt()).isZero();
    assertThat(api.get("/api/repos?after=r2&limit=5").json()).hasSize(1);
    assertThat(api.delete("/api/repos/r2").expect(200).body()).isEqualTo("{}");
    api.delete("/api/repos/r2").expect(404);
    assertThat(api.get("/api/tasks").json()).as("sync tasks are forgotten").isEmpty();
  }

  /// What is missing is told before what is taken, and a name that cannot be is missing.
  @Test
  void whatIsMadeOfNothingIsNotFound() {
    api.createRepository("taken");
    api.post("/api/snapshots", "{'Name': 'taken'}").expect(201);
    for (String name : List.of("none", "a/b")) {
      for (String request :
          List.of(
              "/api/repos {'Name': 'taken', 'FromSnapshot': '%s'}",
              "/api/snapshots {'Name': 'taken', 'SourceSnapshots': ['%s']}",
              "/api/snapshots/taken/merge {'Sources': ['%s']}",
              "/api/snapshots/taken/pull {'Source': '%s', 'Destination': 'taken', 'Queries': []}",
              "/api/publish/p {'SourceKind': 'local', 'Sources': [{'Name': '%s'}]}",
              "/api/publish/p {'SourceKind': 'snapshot', 'Sources': [{'Name': '%s'}]}")) {
        String[] parts = request.formatted(name).split(" ", 2);
        assertThat(api.post(parts[0], parts[1]).expect(404).error()).contains(name, "not found");
      }
    }
    for (String kind : List.of("repos", "mirrors")) {
      api.post("/api/%s/none/snapshots".formatted(kind), "{'Name': 'taken'}").expect(404);
    }
  }

  @Test
  void textComesBackAsItWasSent() {
    assertThat(
            api.post("/api/repos", "{'Name': 'r', 'Comment': '<a&b>\\u2028\\u001f'}")
                .expect(201)
                .body())
        .contains("\"Comment\":\"\\u003ca\\u0026b\\u003e\\u2028\\u001f\"");
    var shown = api.get("/api/repos/r").json();
    assertThat(shown.get("Comment").asString()).isEqualTo("<a&b>\u2028\u001f");

    for (String text : List.of("\\u0000", "\\ud800", "x\\udfff")) {
      assertThat(api.put("/api/repos/r", "{'Comment': '%s'}".formatted(text)).expect(400).error())
          .startsWith("Comment: the text holds");
    }
    String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    var form =
        (part.formatted("Name", "form") + part.formatted("Comment", "\u00e9") + "--b--\r\n")
            .getBytes(StandardCharsets.ISO_8859_1); // no UTF-8
    var stored =
        api.send(
                HttpRequest.newBuilder(api.uri("/api/repos"))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(form)))
            .expect(201);
    assertThat(stored.json().get("Comment").asString()).isEqualTo("\uFFFD");
    assertThat(api.get("/api/repos/form").body()).isEqualTo(stored.body());
  }

  @Test
  void bodiesOfEveryKindAreUnderstood() {
    api.body("POST", "/api/repos", "application/x-www-form-urlencoded", "Name=form+1").expect(201);
    api.post("/api/repos?Name=query").expect(201);
    api.body("POST", "/api/repos", "text/xml", "<r><Name>xml</Name><Comment>c</Comment></r>")
        .expect(201);
    api.body("POST", "/api/repos", "text/plain", "  {\"Name\": \"bare\"} trailing").expect(201);
    api.body(
            "POST",
            "/api/repos",
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"Name\"\r\n\r\nparts\r\n--x--\r\n")
        .expect(201);
    assertThat(api.get("/api/repos").json().valueStream().map(r -> r.get("Name").asString()))
        .containsExactly("bare", "form 1", "parts", "query", "xml");
    assertThat(api.post("/api/repos", "").expect(400).error()).isEqualTo("EOF");
    assertThat(api.post("/api/repos", "{'Name': 'x").expect(400).error())
        .isEqualTo("unexpected EOF");
    assertThat(api.post("/api/repos", "{'Name': ''}").expect(400).error())
        .isEqualTo(
            "Key: 'Create.Name' Error:Field validation for 'Name' failed on the 'required' tag");
    api.post("/api/repos", "{'Name': 5}").expect(400);
    api.post("/api/repos", "{'Name': 'a/b'}").expect(400);
    api.body("POST", "/api/repos", "application/xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>")
        .expect(400);
  }

  @Test
  void uploadsAreIncluded() {
    api.createRepository("unstable");
    var upload =
        ChangesBuilder.of("app", "1", "unstable").deb(DebBuilder.of("app", "1", "amd64")).build();
    upload.names().forEach(name -> api.put("/api/files/d/" + name, upload.bytes(name)));

    var refused = api.post("/api/repos/unstable/include/d").expect(200).json();
    assertThat(refused.get("FailedFiles").get(0).asString()).endsWith("/d/app_1_amd64.changes");
    assertThat(refused.get("Report").get("Warnings").get(0).asString())
        .contains("it is not signed");
    assertThat(api.strings("/api/files/d")).hasSize(2);
    api.post("/api/repos/%7B%7B.Distribution/include/d").expect(400);
    api.post("/api/repos/none/include/d").expect(404);
    assertThat(
            api.post("/api/repos/unstable/include/d/app_1_amd64.deb?acceptUnsigned=1")
                .expect(200)
                .body())
        .isEqualTo("{\"FailedFiles\":[],\"Report\":{\"Warnings\":[],\"Added\":[],\"Removed\":[]}}");

    assertThat(
            api.post("/api/repos/%7B%7B.Distribution%7D%7D/include/d?acceptUnsigned=1")
                .expect(200)
                .body())
        .isEqualTo(
            "{\"FailedFiles\":[],\"Report\":{\"Warnings\":[],\"Added\":[\"app_1_amd64"
                + " added\"],\"Removed\":[]}}");
    assertThat(api.strings("/api/repos/unstable/packages")).hasSize(1);
    assertThat(api.strings("/api/files")).isEmpty();
  }

  @Test
  void uploadedPackagesAreImportedAndRemoved() {
    api.createRepository("r");
    api.upload("d", "app", "1");
    api.put("/api/files/d/notes.txt", "x".getBytes(StandardCharsets.UTF_8));
    assertThat(api.strings("/api/files")).containsExactly("d");
    assertThat(api.strings("/api/files/d")).containsExactly("app_1_amd64.deb", "notes.txt");
    var report = api.post("/api/repos/r/file/d").expect(200);
    assertThat(report.body())
        .isEqualTo(
            "{\"FailedFiles\":[],\"Report\":{\"Warnings\":[],\"Added\":[\"app_1_amd64"
                + " added\"],\"Removed\":[]}}");
    assertThat(api.strings("/api/files/d")).containsExactly("notes.txt");
    assertThat(api.strings("/api/repos/r/packages"))
        .singleElement()
        .asString()
        .startsWith("Pamd64 app 1 ");
    var details = api.get("/api/repos/r/packages?format=details").expect(200).json().get(0);
    assertThat(details.get("ShortKey").asString()).isEqualTo("Pamd64 app 1");
    assertThat(details.get("Filename").asString()).isEqualTo("app_1_amd64.deb");
    assertThat(api.get("/api/repos/r/packages?q=)").expect(400).error())
        .startsWith("parsing failed: ");
    var missing = api.post("/api/repos/r/file/none").expect(200).json();
    assertThat(missing.get("FailedFiles")).hasSize(1);
    api.post("/api/repos/none/file/d").expect(404);
    api.post("/api/repos/r/file/..%2Fd").expect(400);
    api.upload("d", "app", "2");
    api.post("/api/repos/r/file/d/app_2_amd64.deb?noRemove=1").expect(200);
    assertThat(api.strings("/api/files/d")).containsExactly("app_2_amd64.deb", "notes.txt");
    assertThat(api.delete("/api/files/d").expect(200).body()).isEqualTo("{}");
    api.get("/api/files/d").expect(404);
    assertThat(api.strings("/api/repos/r/packages?maximumVersion=1"))
        .singleElement()
        .asString()
        .startsWith("Pamd64 app 2 ");
  }

  @Test
  void membersComeAndGoByKey() {
    api.createRepositoryWith("a", "app", "1");
    api.createRepository("b");
    String key = api.strings("/api/repos/a/packages").getFirst();
    String body = "{'PackageRefs': ['%s']}".formatted(key);
    assertThat(api.post("/api/repos/b/packages", body).expect(200).json().get("Name").asString())
        .isEqualTo("b");
    assertThat(api.strings("/api/repos/b/packages")).containsExactly(key);
    var two = "{'PackageRefs': ['%s', 'Pamd64 no 1 00000000']}".formatted(key);
    api.delete("/api/repos/b/packages", two).expect(404);
    assertThat(api.strings("/api/repos/b/packages")).as("all or nothing").containsExactly(key);
    api.delete("/api/repos/b/packages", body).expect(200);
    assertThat(api.strings("/api/repos/b/packages")).isEmpty();
    api.post("/api/repos/b/packages", "{'PackageRefs': []}").expect(200);
    api.post("/api/repos/b/packages", "{}").expect(400);
    assertThat(
            api.get("/api/packages/" + key.replace(" ", "%20"))
                .expect(200)
                .json()
                .get("Key")
                .asString())
        .isEqualTo(key);
    api.get("/api/packages/nonsense").expect(404);
    // Other files under the same name and version.
    api.createRepository("c");
    assertThat(api.put("/api/files/o/app_1_amd64.deb", other()).status()).isEqualTo(200);
    api.post("/api/repos/c/file/o").expect(200);
    String conflicting = api.strings("/api/repos/c/packages").getFirst();
    api.post("/api/repos/a/packages", "{'PackageRefs': ['%s']}".formatted(conflicting)).expect(400);
  }

  private byte[] other() {
    try {
      Path built = Files.createTempDirectory(root, "other");
      return Files.readAllBytes(
          DebBuilder.of("app", "1", "amd64").file("./other", "other").writeTo(built));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void packagesAreCopied() {
    api.createRepositoryWith("a", "app", "1");
    api.createRepository("b");
    assertThat(api.post("/api/repos/b/copy/a/app").expect(200).body())
        .isEqualTo(
            "{\"Report\":{\"Warnings\":[],\"Added\":[\"added app-1(amd64)\"],\"Removed\":[]}}");
    assertThat(api.post("/api/repos/b/copy/a/none").expect(422).error())
        .isEqualTo("no package found for filter: 'none'");
    assertThat(api.post("/api/repos/b/copy/a/(").expect(422).error())
        .startsWith("unable to parse query '(': parsing failed: ");
    api.post("/api/repos/b/copy/b/app").expect(400);
    api.post("/api/repos/b/copy/none/app").expect(400);
    api.post("/api/repos/b/copy/a%2Fb/app").expect(400);
    api.post("/api/repos/a%2Fb/copy/b/app").expect(400);
    api.createRepository("c");
    api.post("/api/repos/c/copy/a/app", "{'dry-run': true}").expect(200);
    assertThat(api.strings("/api/repos/c/packages")).isEmpty();
    var task = api.post("/api/repos/b/copy/a/none?_async=1").expect(202).json();
    long id = task.get("ID").asLong();
    assertThat(task.get("State").asInt()).isZero();
    assertThat(api.get("/api/tasks/" + id + "/wait").expect(200).json().get("State").asInt())
        .isEqualTo(3);
    assertThat(api.get("/api/tasks/" + id + "/output").json().asString())
        .isEqualTo("Task failed with error: no package found for filter: 'none'");
    assertThat(api.get("/api/tasks/" + id + "/return_value").body())
        .isEqualTo("{\"Code\":422,\"Value\":null}");
  }
}
