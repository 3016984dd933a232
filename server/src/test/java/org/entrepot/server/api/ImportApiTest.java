package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Imports, uploads and removals of one upload directory at once (spec rest-api 17): each file is
/// consumed once, and none that nobody imported is lost.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class ImportApiTest {
  private static final int CLIENTS = 8;

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

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> added(JsonNode report) {
    return texts(report.get("Report").get("Added"));
  }

  @Test
  void aFormWithoutFileUploadsNone() {
    String part = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n\r\nx\r\n";
    String type = "multipart/form-data; boundary=b";
    assertThat(
            api.body("POST", "/api/files/d", type, part.formatted("") + "--b--\r\n")
                .expect(200)
                .body())
        .isEqualTo("[]");
    String second = part.formatted("a/b.deb") + "--b--\r\n";
    assertThat(
            api.body("POST", "/api/files/d", type, part.formatted("") + second).expect(200).body())
        .isEqualTo("[\"d/b.deb\"]");

    String longest = "x".repeat(255);
    assertThat(api.put("/api/files/d/x" + longest, new byte[1]).expect(400).error())
        .startsWith("wrong file: x");
    assertThat(api.put("/api/files/%sx/f".formatted(longest), new byte[1]).expect(400).error())
        .startsWith("wrong dir: x");
    api.put("/api/files/d/" + longest, new byte[1]).expect(200);
    assertThat(api.strings("/api/files/d")).containsExactly("b.deb", longest);
  }

  @Test
  void eightClientsImportOneDirectoryAtOnce() throws InterruptedException, ExecutionException {
    for (int round = 0; round < 5; round++) {
      api.createRepository("a" + round);
      api.createRepository("b" + round);
      var uploaded = new ArrayList<String>();
      for (int i = 0; i < 12; i++) {
        api.upload("d", "p" + i, "1." + round);
        uploaded.add("p%d_1.%d_amd64 added".formatted(i, round));
      }
      var barrier = new CyclicBarrier(CLIENTS);
      var replies = new ArrayList<Future<JsonNode>>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CLIENTS; i++) {
          String repository = (i % 2 == 0 ? "a" : "b") + round;
          replies.add(
              threads.submit(() -> {
                barrier.await(60, TimeUnit.SECONDS);
                return api.post("/api/repos/%s/file/d".formatted(repository)).expect(200).json();
              }));
        }
      }
      var added = new ArrayList<String>();
      for (Future<JsonNode> reply : replies) {
        List<String> own = added(reply.get());
        added.addAll(own);
        assertThat(texts(reply.get().get("FailedFiles")))
            .as("who comes later finds no directory")
            .isEqualTo(own.isEmpty() ? List.of(root.resolve("upload/d").toString()) : List.of());
      }
      assertThat(added).as("each file once").containsExactlyInAnyOrderElementsOf(uploaded);
      api.get("/api/files/d").expect(404);
      var members = new ArrayList<>(api.strings("/api/repos/a%d/packages".formatted(round)));
      members.addAll(api.strings("/api/repos/b%d/packages".formatted(round)));
      assertThat(members).hasSize(12);
    }
  }

  /// One client uploads newer files under one name and imports each; others import the same
  /// directory all the time.
  @Test
  void aFileThatIsUploadedAgainMeanwhileIsImportedToo()
      throws InterruptedException, ExecutionException {
    api.createRepository("r");
    var stop = new AtomicBoolean();
    var importers = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        importers.add(
            threads.submit(() -> {
              int imports = 0;
              while (!stop.get()) {
                api.post("/api/repos/r/file/d").expect(200);
                imports++;
              }
              return imports;
            }));
      }
      try {
        for (int version = 1; version <= 40; version++) {
          api.put("/api/files/d/app.deb", api.deb("app", "" + version)).expect(200);
          api.post("/api/repos/r/file/d/app.deb").expect(200);
          assertThat(api.strings("/api/repos/r/packages?q=app%20(%3D%20" + version + ")"))
              .as("version %d, which was uploaded and then imported", version)
              .hasSize(1);
        }
      } finally {
        stop.set(true);
      }
    }
    for (Future<Integer> importer : importers) {
      assertThat(importer.get()).isPositive();
    }
    assertThat(api.strings("/api/repos/r/packages")).hasSize(40);
    assertThat(root.resolve("upload/d")).doesNotExist();
  }

  /// Files come all the time while others import and remove: what was uploaded and never removed is
  /// in the repository, or still there.
  @Test
  void nothingThatIsUploadedAmongImportsIsLost() throws InterruptedException, ExecutionException {
    api.createRepository("r");
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var importer =
          threads.submit(() -> {
            while (!stop.get()) {
              api.post("/api/repos/r/file/d").expect(200);
            }
            return true;
          });
      var uploads = new ArrayList<Future<Boolean>>();
      for (int client = 0; client < 4; client++) {
        int number = client;
        uploads.add(
            threads.submit(() -> {
              for (int i = 0; i < 15; i++) {
                api.upload("d", "c" + number, "" + i);
              }
              return true;
            }));
      }
      for (Future<Boolean> upload : uploads) {
        upload.get();
      }
      stop.set(true);
      importer.get();
    }
    api.post("/api/repos/r/file/d").expect(200);
    assertThat(api.strings("/api/repos/r/packages")).hasSize(60);
    assertThat(root.resolve("upload/d")).doesNotExist();
  }

  @Test
  void aRemovalWaitsForTheImportThatBeganBefore() {
    api.createRepository("r");
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 5; i++) {
        api.upload("d", "p" + i, "1." + round);
      }
      var task = api.post("/api/repos/r/file/d?_async=1&noRemove=1").expect(202).json();
      assertThat(texts(task.get("Resources"))).contains(root.resolve("upload/d").toString());
      api.delete(
              round % 2 == 0 ? "/api/files/d" : "/api/files/d/p4_1.%d_amd64.deb".formatted(round))
          .expect(200);
      long id = task.get("ID").asLong();
      assertThat(api.get("/api/tasks/" + id).json().get("State").asInt())
          .as("the removal came after it")
          .isEqualTo(2);
      var report = api.get("/api/tasks/%d/return_value".formatted(id)).json().get("Value");
      assertThat(added(report)).hasSize(5);
      assertThat(texts(report.get("FailedFiles"))).isEmpty();
      api.delete("/api/files/d").expect(200);
      assertThat(root.resolve("upload/d")).doesNotExist();
    }
    assertThat(api.get("/api/tasks").json().valueStream().map(t -> t.get("Name").asString()))
        .as("removals leave no task behind")
        .containsOnly("Add packages to local repo r");
  }

  @Test
  void onlyWhatWasImportedIsRemoved() throws IOException {
    api.createRepository("r");
    api.upload("d", "app", "1");
    api.put("/api/files/d/broken.deb", new byte[10]).expect(200);
    var report = api.post("/api/repos/r/file/d").expect(200).json();
    assertThat(added(report)).containsExactly("app_1_amd64 added");
    assertThat(texts(report.get("FailedFiles")))
        .containsExactly(root.resolve("upload/d/broken.deb").toString());
    assertThat(api.strings("/api/files/d")).containsExactly("broken.deb");
    Path nested = Files.createDirectories(root.resolve("upload/d/x/y"));
    Files.write(nested.resolve("deep_1_amd64.deb"), api.deb("deep", "1"));
    api.delete("/api/files/d/broken.deb").expect(200);
    assertThat(added(api.post("/api/repos/r/file/d").expect(200).json())).hasSize(1);
    assertThat(root.resolve("upload/d")).doesNotExist();
    api.upload("e", "app", "2");
    api.post("/api/repos/r/file/e/app_2_amd64.deb").expect(200);
    assertThat(api.strings("/api/files")).isEmpty();
  }
}
