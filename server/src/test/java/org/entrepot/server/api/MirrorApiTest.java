package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.FlakyServer;
import org.entrepot.testkit.FlakyServer.Fault.Behaviour;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors over HTTP (spec rest-api 10).
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class MirrorApiTest {
  @TempDir Path directory;
  private Api api;
  private FlakyServer upstream;

  @BeforeEach
  void serve() throws IOException {
    api = new Api(directory.resolve("root"));
    Path archive = Files.createDirectories(directory.resolve("archive"));
    Path pool = Files.createDirectories(archive.resolve("pool"));
    DebBuilder.of("hello", "1.0", "amd64").file("./x", "x".repeat(5000)).writeTo(pool);
    DebBuilder.of("hello", "2.0", "amd64").file("./x", "y".repeat(5000)).writeTo(pool);
    Path dist = archive.resolve("dists/dd");
    Path index = Files.createDirectories(dist.resolve("c/binary-amd64"));
    var tool = Tool.of("apt-ftparchive");
    Files.write(
        index.resolve("Packages"),
        tool.in(archive).run("packages", "pool").requireSuccess().stdout());
    byte[] release =
        tool.in(dist)
            .run(
                "-o", "APT::FTPArchive::Release::Codename=dd",
                "-o", "APT::FTPArchive::Release::Architectures=amd64",
                "-o", "APT::FTPArchive::Release::Components=c",
                "release", ".")
            .requireSuccess()
            .stdout();
    Files.write(dist.resolve("Release"), release);
    upstream = FlakyServer.serving(archive);
  }

  @AfterEach
  void stop() {
    api.close();
    upstream.close();
  }

  private String creating(String name) {
    return "{'Name': '%s', 'ArchiveURL': '%s', 'Distribution': 'dd', 'IgnoreSignatures': true}"
        .formatted(name, upstream.url());
  }

  @Test
  void createUpdateSnapshotDrop() {
    var created = api.post("/api/mirrors", creating("m")).expect(201).json();
    assertThat(created.propertyNames())
        .containsExactly(
            "UUID",
            "Name",
            "ArchiveRoot",
            "Distribution",
            "Components",
            "Architectures",
            "Meta",
            "LastDownloadDate",
            "Filter",
            "Status",
            "WorkerPID",
            "FilterWithDeps",
            "SkipComponentCheck",
            "SkipArchitectureCheck",
            "DownloadSources",
            "DownloadUdebs",
            "DownloadInstaller",
            "DownloadAppStream");
    assertThat(created.get("ArchiveRoot").asString()).isEqualTo(upstream.url() + "/");
    assertThat(created.get("Components").get(0).asString()).isEqualTo("c");
    assertThat(created.get("LastDownloadDate").asString()).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(created.get("Meta").get("Codename").asString()).isEqualTo("dd");
    assertThat(api.get("/api/mirrors/m").expect(200).json()).isEqualTo(created);

    assertThat(api.post("/api/mirrors", creating("m")).expect(500).error())
        .contains("mirror with name m already exists");
    api.get("/api/mirrors/m/packages").expect(404);
    assertThat(api.post("/api/mirrors/m/snapshots", "{'Name': 's'}").expect(400).error())
        .contains("mirror not updated");

    assertThat(api.put("/api/mirrors/m", "{'IgnoreSignatures': true}").expect(204).body())
        .isEmpty();
    assertThat(api.get("/api/mirrors/m/packages").expect(200).json()).hasSize(2);
    assertThat(api.get("/api/mirrors").json().get(0).get("NumPackages").asInt()).isEqualTo(2);
    api.put("/api/mirrors/m", "{'IgnoreSignatures': true, 'LatestOnly': true}").expect(204);
    assertThat(api.get("/api/mirrors/m/packages").json().get(0).asString())
        .startsWith("Pamd64 hello 2.0 ");

    var snapshot = api.post("/api/mirrors/m/snapshots", "{'Name': 's'}").expect(201).json();
    assertThat(snapshot.get("SourceKind").asString()).isEqualTo("repo");
    assertThat(snapshot.get("Description").asString())
        .isEqualTo("Snapshot from mirror [m]: " + upstream.url() + "/ dd");
    api.post("/api/mirrors/m/snapshots", "{'Name': 's'}").expect(400);
    assertThat(api.delete("/api/mirrors/m").expect(403).error()).contains("[s]");
    api.delete("/api/mirrors/m?force=1").expect(204);
    api.delete("/api/mirrors/m").expect(404);
  }

  @Test
  void whatCannotBeFetchedIsNotStored() {
    assertThat(
            api.post("/api/mirrors", creating("m").replace("'dd'", "'none'")).expect(400).error())
        .startsWith("unable to fetch mirror: ")
        .contains("404");
    for (String place : List.of("'./'", "'none', 'Components': ['c'], 'Architectures': ['i386']")) {
      assertThat(api.post("/api/mirrors", creating("m").replace("'dd'", place)).expect(400).error())
          .startsWith("unable to fetch mirror: the archive has neither a Release file nor indices");
    }
    assertThat(api.post("/api/mirrors", creating("m").replace("true", "false")).expect(400).error())
        .startsWith("unable to fetch mirror: ")
        .contains("no keyring");
    api.post("/api/mirrors", "{'Name': 'm'}").expect(400);
    api.post("/api/mirrors", creating("m").replace("http://", "gopher://")).expect(400);
    api.post("/api/mirrors", creating("m").replace("'dd'", "'dd', 'Filter': 'a ('")).expect(400);
    assertThat(
            api.post("/api/mirrors", creating("m").replace("'dd'", "'./', 'DownloadUdebs': true"))
                .expect(400)
                .error())
        .contains("flat mirrors don't support udebs");
    assertThat(api.get("/api/mirrors").json()).isEmpty();
    assertThat(api.post("/api/mirrors/none", "{'Filter': 'x'}").expect(404).error())
        .contains("unable to edit");
    api.put("/api/mirrors/none", "{}").expect(404);
  }

  @Test
  void attributesChangeAndBytesAreCounted() throws IOException {
    String before = api.post("/api/mirrors", creating("m")).expect(201).body();
    var elsewhere =
        "{'ArchiveURL': '%s/nowhere', 'IgnoreSignatures': true}".formatted(upstream.url());
    assertThat(api.post("/api/mirrors/m", elsewhere).expect(500).error())
        .startsWith("unable to edit: ")
        .contains("neither a Release file nor indices");
    assertThat(api.get("/api/mirrors/m").body()).isEqualTo(before);
    var edited =
        api.post("/api/mirrors/m", "{'Filter': 'hello (>= 2)', 'DownloadSources': true}")
            .expect(200)
            .json();
    assertThat(edited.get("Filter").asString()).isEqualTo("hello (>= 2)");
    assertThat(edited.get("DownloadSources").asBoolean()).isTrue();
    assertThat(
            api.post("/api/mirrors/m", "{'Architectures': ['sparc'], 'IgnoreSignatures': true}")
                .expect(500)
                .error())
        .contains("unable to edit", "sparc");

    upstream.set((request, _) ->
        request.path().contains("/pool/") ? new Behaviour.Hang() : new Behaviour.Good());
    long id =
        api.put("/api/mirrors/m?_async=1", "{'IgnoreSignatures': true}")
            .expect(202)
            .json()
            .get("ID")
            .asLong();
    while (upstream.requests().stream().noneMatch(it -> it.path().contains("/pool/"))) {
      Thread.onSpinWait();
    }
    var running = api.get("/api/mirrors/m").json();
    assertThat(running.get("Status").asInt()).isEqualTo(1);
    assertThat(running.get("WorkerPID").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(api.post("/api/mirrors/m", "{'Filter': ''}").expect(409).error())
        .contains("is locked by update operation, PID ");
    api.post("/api/mirrors/m/snapshots", "{'Name': 's'}").expect(409);
    api.post("/api/tasks/" + id + "/cancel").expect(200);
    upstream.close();
    api.get("/api/tasks/" + id + "/wait");
    assertThat(api.get("/api/mirrors/m").json().get("Status").asInt()).isZero();

    upstream = FlakyServer.serving(directory.resolve("archive"));
    api.post(
            "/api/mirrors/m",
            "{'ArchiveURL': '%s', 'IgnoreSignatures': true}".formatted(upstream.url()))
        .expect(200);
    long next =
        api.put("/api/mirrors/m?_async=1", "{'IgnoreSignatures': true}").json().get("ID").asLong();
    api.get("/api/tasks/" + next + "/wait").expect(200);
    var detail = api.get("/api/tasks/" + next + "/detail").expect(200).json();
    long size = Files.size(directory.resolve("archive/pool/hello_2.0_amd64.deb"));
    assertThat(detail.get("TotalNumberOfPackages").asInt()).isEqualTo(1);
    assertThat(detail.get("RemainingNumberOfPackages").asInt()).isZero();
    assertThat(detail.get("TotalDownloadSize").asLong()).isBetween(1L, 2 * size);
    assertThat(detail.get("RemainingDownloadSize").asLong()).isZero();
    assertThat(api.get("/api/tasks/" + next + "/return_value").body())
        .isEqualTo("{\"Code\":204,\"Value\":null}");
  }

  @Test
  void schedulesAreCarriedOutByTheServer() {
    api.post("/api/mirrors", creating("m")).expect(201);
    String body =
        "{'Name': 'x', 'Timing': 'every 1h', 'Mirror': 'm', 'Snapshot': 's-{{datetime}}',"
            + " 'Publish': 'deb/dd', 'Keep': 3, 'IgnoreSignatures': true, 'SkipSigning': true}";
    api.post("/api/schedules", body).expect(201);
    assertThat(api.post("/api/schedules", body).expect(409).error()).contains("already exists");
    assertThat(
            api.post("/api/schedules", body.replace("'x'", "'y'").replace("1h", "1s"))
                .expect(400)
                .error())
        .contains("no length of time");
    api.post("/api/schedules", body.replace("'x'", "'y'").replace("'m'", "'none'")).expect(404);
    var shown = api.get("/api/schedules/x").expect(200).json();
    assertThat(shown.get("Timing").asString()).isEqualTo("every 1h");
    assertThat(shown.get("Runs")).isEmpty();
    assertThat(shown.get("IgnoreSignatures").asBoolean()).isTrue();
    assertThat(shown.get("SkipSigning").asBoolean()).isTrue();
    assertThat(shown.get("SkipMissing").asBoolean()).isFalse();
    assertThat(shown.get("GpgKeys")).isEmpty();
    assertThat(api.get("/api/schedules").expect(200).json()).hasSize(1);

    api.post("/api/schedules/x/pause").expect(200);
    assertThat(api.post("/api/schedules/x/run").expect(400).error()).contains("is paused");
    api.post("/api/schedules/x/resume").expect(200);
    api.post("/api/schedules/x/run").expect(200);
    var runs = api.get("/api/schedules/x").json().get("Runs");
    while (runs.isEmpty() || runs.get(0).get("Outcome").asString().equals("RUNNING")) {
      Thread.onSpinWait();
      runs = api.get("/api/schedules/x").json().get("Runs");
    }
    assertThat(runs.get(0).get("Outcome").asString()).isEqualTo("CHANGED");
    assertThat(runs.get(0).get("Detail").asString()).contains("published to deb/dd");
    assertThat(api.get("/api/publish").json().get(0).get("Prefix").asString()).isEqualTo("deb");

    api.delete("/api/schedules/x").expect(200);
    api.get("/api/schedules/x").expect(404);
    api.post("/api/schedules/x/run").expect(404);
  }
}
