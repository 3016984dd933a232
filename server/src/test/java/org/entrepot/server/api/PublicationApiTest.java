package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots and publications over HTTP (spec rest-api 9, 11, 12).
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class PublicationApiTest {
  @TempDir Path root;
  private Api api;

  @BeforeEach
  void serve() {
    api = new Api(root);
    api.createRepositoryWith("r", "app", "1");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void snapshotsAreMadeComparedRenamedAndDropped() {
    var made = api.post("/api/repos/r/snapshots", "{'Name': 's1'}").expect(201).json();
    assertThat(made.propertyNames())
        .containsExactlyInAnyOrder(
            "Name",
            "CreatedAt",
            "SourceKind",
            "Description",
            "Origin",
            "NotAutomatic",
            "ButAutomaticUpgrades");
    assertThat(made.get("SourceKind").asString()).isEqualTo("local");
    assertThat(made.get("Description").asString()).isEqualTo("Snapshot from local repo [r]");
    api.post("/api/repos/r/snapshots", "{'Name': 's1'}").expect(400);
    api.post("/api/repos/none/snapshots", "{'Name': 's2'}").expect(404);
    api.upload("more", "app", "2");
    api.upload("more", "lib", "1");
    api.post("/api/repos/r/file/more").expect(200);
    api.post("/api/repos/r/snapshots", "{'Name': 's2'}").expect(201);
    var diff = api.get("/api/snapshots/s1/diff/s2").expect(200).json();
    assertThat(diff).hasSize(2);
    assertThat(diff.get(0).get("Left").isNull()).isTrue();
    assertThat(diff.get(0).get("Right").asString()).startsWith("Pamd64 app 2 ");
    assertThat(api.get("/api/snapshots/s1/diff/s2?onlyMatching=1").json()).isEmpty();
    String key = api.strings("/api/snapshots/s1/packages").getFirst();
    var union =
        api.post(
                "/api/snapshots",
                "{'Name': 's3', 'SourceSnapshots': ['s2'], 'PackageRefs': ['%s']}".formatted(key))
            .expect(201)
            .json();
    assertThat(union.get("Description").asString()).isEmpty();
    assertThat(api.strings("/api/snapshots/s3/packages"))
        .as("what comes later replaces name and architecture")
        .hasSize(2)
        .contains(key);
    assertThat(
            api.post("/api/snapshots", "{'Name': 'empty'}")
                .expect(201)
                .json()
                .get("Description")
                .asString())
        .isEqualTo("Created as empty");
    api.post("/api/snapshots", "{'Name': 'x', 'SourceSnapshots': ['none']}").expect(404);
    api.post("/api/snapshots", "{'Name': 'x', 'PackageRefs': ['Pamd64 no 1 00000000']}")
        .expect(404);
    api.put("/api/snapshots/s3", "{'Name': 's2'}").expect(409);
    api.put("/api/snapshots/s3", "{'Name': 's3'}").expect(409);
    assertThat(
            api.put("/api/snapshots/s3", "{'Name': 's4', 'Description': 'd'}")
                .expect(200)
                .json()
                .get("Description")
                .asString())
        .isEqualTo("d");
    api.delete("/api/snapshots/s2").expect(409);
    assertThat(api.delete("/api/snapshots/s2?force=1").expect(200).body()).isEqualTo("{}");
    assertThat(api.get("/api/snapshots?sort=time").json()).hasSize(3);
    assertThat(api.get("/api/snapshots?sort=size").expect(500).error())
        .isEqualTo("sort=size: sort by name or time");
    for (String list : List.of("repos", "mirrors", "snapshots", "publish", "schedules")) {
      assertThat(api.get("/api/%s?limit=x".formatted(list)).expect(400).error())
          .isEqualTo("limit=x is not a whole number");
    }
    api.delete("/api/repos/r").expect(409);
  }

  @Test
  void whatIsWrongInABodyIsNamed() {
    assertThat(
            api.post("/api/publish", "{'SourceKind': 'local', 'Sources': [null]}")
                .expect(400)
                .error())
        .isEqualTo("Sources[0]: an object is expected");
    assertThat(
            api.post("/api/publish", "{'SourceKind': 'local', 'Sources': [], 'Signing': 1}")
                .expect(400)
                .error())
        .isEqualTo("Signing: an object is expected");
    assertThat(api.put("/api/publish/p/d/sources", "[1]").expect(400).error())
        .isEqualTo("[0]: an object is expected");
    assertThat(api.get("/api/publish/p/d").expect(404).error())
        .endsWith("published repo with storage:prefix/distribution p/d not found");
  }

  @Test
  void repositoriesArePublishedUpdatedAndDropped() throws IOException {
    var made =
        api.post(
                "/api/publish/:.",
                "{'SourceKind':'local','Sources':[{'Component':'main','Name':'r'}],'Distribution':'d',"
                    + "'Label':'L','Signing':{'Skip':true}}")
            .expect(201)
            .json();
    assertThat(made.propertyNames())
        .containsExactlyInAnyOrder(
            "AcquireByHash",
            "Architectures",
            "ButAutomaticUpgrades",
            "Codename",
            "Distribution",
            "Label",
            "MultiDist",
            "NotAutomatic",
            "Origin",
            "Path",
            "Prefix",
            "SignedBy",
            "SkipContents",
            "SourceKind",
            "Sources",
            "Storage",
            "Suite",
            "Version");
    assertThat(made.get("Path").asString()).isEqualTo("./d");
    assertThat(made.get("Sources").toString())
        .isEqualTo("[{\"Component\":\"main\",\"Name\":\"r\"}]");
    assertThat(api.get("/api/publish/:./d").expect(200).json()).isEqualTo(made);
    assertThat(api.get("/api/publish").expect(200).json().get(0)).isEqualTo(made);
    api.post(
            "/api/publish",
            "{'SourceKind':'local','Sources':[{'Name':'r'}],'Distribution':'d','Signing':{'Skip':true}}")
        .expect(400);
    api.post("/api/publish", "{'SourceKind':'odd','Sources':[{'Name':'r'}]}").expect(400);
    api.post("/api/publish", "{'SourceKind':'local','Sources':[]}").expect(400);
    api.post("/api/publish", "{'SourceKind':'local','Sources':[{'Name':'none'}]}").expect(404);
    api.upload("more", "lib", "1");
    api.post("/api/repos/r/file/more").expect(200);
    var updated =
        api.put("/api/publish/:./d", "{'Version':'7','Label':null,'Signing':{'Skip':true}}")
            .expect(200)
            .json();
    assertThat(updated.get("Label").asString()).isEqualTo("L");
    assertThat(updated.get("Version").asString()).isEqualTo("7");
    assertThat(Files.readString(root.resolve("public/dists/d/main/binary-amd64/Packages")))
        .contains("Package: lib");
    api.delete("/api/repos/r?force=1").expect(409);
    api.put("/api/publish/:./none", "{'Signing':{'Skip':true}}").expect(404);
    assertThat(api.delete("/api/publish/:./d").expect(200).body()).isEqualTo("{}");
    api.delete("/api/publish/:./d").expect(404);
    assertThat(root.resolve("public/dists")).doesNotExist();
  }

  @Test
  void aLineBreakInAFieldOfTheReleaseFileIsRefusedAlikeAtCreationAndUpdate() {
    var publish =
        "{'SourceKind':'local','Sources':[{'Name':'r'}],'Distribution':'d','Label':'%s',"
            + "'Signing':{'Skip':true}}";
    var refusal = "the text for Label contains a line break or another control character";
    assertThat(api.post("/api/publish/p", publish.formatted("a\\nSuite: b")).expect(400).error())
        .isEqualTo(refusal);
    api.get("/api/publish/p/d").expect(404);

    api.post("/api/publish/p", publish.formatted("a")).expect(201);
    assertThat(
            api.put("/api/publish/p/d", "{'Label':'a\\nSuite: b','Signing':{'Skip':true}}")
                .expect(400)
                .error())
        .isEqualTo(refusal);
  }

  @Test
  void pendingSourcesAreEditedAndPublished() {
    api.post("/api/repos/r/snapshots", "{'Name': 's1'}").expect(201);
    api.post("/api/snapshots", "{'Name': 's2', 'SourceSnapshots': ['s1']}").expect(201);
    api.post(
            "/api/publish/p",
            "{'SourceKind':'snapshot','Sources':[{'Component':'main','Name':'s1'}],'Distribution':'d',"
                + "'Signing':{'Skip':true}}")
        .expect(201);
    String sources = "/api/publish/p/d/sources";
    api.get(sources).expect(404);
    assertThat(api.post(sources, "{'Component':'extra','Name':'s2'}").expect(201).body())
        .isEqualTo("{}");
    api.post(sources, "{'Component':'extra','Name':'s2'}").expect(400);
    api.post(sources, "{'Component':'x'}").expect(400);
    assertThat(api.get(sources).expect(200).body())
        .isEqualTo(
            "[{\"Component\":\"extra\",\"Name\":\"s2\"},{\"Component\":\"main\",\"Name\":\"s1\"}]");
    api.put(sources + "/extra", "{'Component':'a_b','Name':'s1'}").expect(200);
    api.put(sources + "/extra", "{'Name':'s1'}").expect(404);
    api.delete(sources + "/a__b").expect(200);
    api.delete(sources + "/a__b").expect(404);
    assertThat(api.put(sources, "[{'Component':'main','Name':'s2'}]").expect(200).body())
        .isEqualTo("[{\"Component\":\"main\",\"Name\":\"s2\"}]");
    assertThat(api.put(sources, "[{'Component':'main'}]").expect(400).error())
        .startsWith("[0]: Key:");
    var updated =
        api.post("/api/publish/p/d/update", "{'Signing':{'Skip':true}}").expect(200).json();
    assertThat(updated.get("Sources").get(0).get("Name").asString()).isEqualTo("s2");
    api.get(sources).expect(404);
    var switched =
        api.put(
                "/api/publish/p/d",
                "{'Snapshots':[{'Component':'new','Name':'s1'}],'Signing':{'Skip':true}}")
            .expect(200)
            .json();
    assertThat(switched.get("Sources")).hasSize(2);
    api.put("/api/publish/p/d", "{'Snapshots':[{'Component':'new','Name':'none'}]}").expect(404);
    assertThat(api.delete(sources).expect(200).body()).isEqualTo("{}");
    api.delete("/api/snapshots/s2?force=1").expect(409);
    assertThat(api.post("/api/db/cleanup").expect(200).body()).isEqualTo("null");
  }

  @Test
  void passphrasesReachTheSignerAndNothingElse() throws IOException {
    String secret = "correct horse battery";
    long id =
        api.post(
                "/api/publish/p?_async=1",
                ("{'SourceKind':'local','Sources':[{'Name':'r'}],'Distribution':'d',"
                        + "'Signing':{'GpgKey':'K','Passphrase':'%s'}}")
                    .formatted(secret))
            .expect(202)
            .json()
            .get("ID")
            .asLong();
    api.get("/api/tasks/" + id + "/wait").expect(200);
    assertThat(api.get("/api/tasks/" + id + "/return_value").json().get("Code").asInt())
        .isEqualTo(201);
    assertThat(api.get("/api/tasks/" + id + "/detail").body())
        .contains("\"TotalNumberOfPackages\":1")
        .contains("\"RemainingNumberOfPackages\":0");
    assertThat(Files.readString(root.resolve("public/p/dists/d/Release.gpg")))
        .startsWith("passphrase of " + secret.length());
    api.post("/api/publish/p/d/update", "{'Signing':{'Passphrase':'%s'}}".formatted(secret))
        .expect(200);
    for (Task task : api.store().view(view -> view.tasks(TaskFilter.all()))) {
      assertThat(task.toString()).doesNotContain(secret);
    }
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void thePackagesOfAPublicationAreThoseThatAptSees() {
    api.post(
            "/api/publish/debian",
            "{'SourceKind': 'local', 'Sources': [{'Name': 'r'}], 'Distribution': 'stable',"
                + " 'Architectures': ['amd64'], 'Signing': {'Skip': true}}")
        .expect(201);
    api.upload("later", "later", "1");
    api.post("/api/repos/r/file/later").expect(200);
    assertThat(api.strings("/api/publish/debian/stable/packages"))
        .singleElement()
        .asString()
        .startsWith("Pamd64 app 1 ");
    assertThat(api.strings("/api/publish/debian/stable/packages?q=later")).isEmpty();
    assertThat(api.get("/api/publish/debian/stable/packages?format=details").expect(200).json())
        .hasSize(1);
    api.get("/api/publish/debian/none/packages").expect(404);
    api.get("/api/publish/debian/stable/packages?q=Name+(").expect(400);
  }
}
