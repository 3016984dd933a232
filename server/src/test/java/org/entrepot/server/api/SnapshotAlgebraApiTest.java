package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Merging, pulling, filtering, verifying and comparing over HTTP (spec rest-api 9).
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class SnapshotAlgebraApiTest {
  @TempDir Path root;
  private Api api;

  @BeforeEach
  void serve() {
    api = new Api(root);
    snapshot("l", deb("only-l", "1"), deb("p", "1.0"), deb("p", "3.0"), deb("q", "1"));
    snapshot(
        "r",
        deb("p", "10.0").field("Depends", "data | data-alt, virt (>= 3)"),
        deb("p", "2.0"),
        deb("q", "2"),
        DebBuilder.of("data", "1", "all"),
        DebBuilder.of("data-alt", "1", "all"),
        deb("prov", "4").field("Provides", "virt"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static DebBuilder deb(String name, String version) {
    return DebBuilder.of(name, version, "amd64");
  }

  private void snapshot(String name, DebBuilder... packages) {
    api.createRepository(name);
    try {
      for (int i = 0; i < packages.length; i++) {
        Path directory = Files.createDirectories(root.resolve("built").resolve(name + i));
        Path deb = packages[i].writeTo(directory);
        api.put("/api/files/%s/%s".formatted(name, deb.getFileName()), Files.readAllBytes(deb));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var imported = api.post("/api/repos/%s/file/%s".formatted(name, name)).expect(200).json();
    assertThat(imported.get("FailedFiles")).isEmpty();
    api.post("/api/repos/%s/snapshots".formatted(name), "{'Name': '%s'}".formatted(name))
        .expect(201);
  }

  /// Names and versions in a snapshot, sorted.
  private List<String> members(String snapshot) {
    return api.strings("/api/snapshots/%s/packages".formatted(snapshot)).stream()
        .map(key -> key.split(" ", -1)[1] + "_" + key.split(" ", -1)[2])
        .sorted()
        .toList();
  }

  @Test
  void mergesByEachRule() {
    var merged = api.post("/api/snapshots/m/merge", "{'Sources': ['l', 'r']}").expect(201).json();
    assertThat(merged.get("Name").asString()).isEqualTo("m");
    assertThat(merged.get("SourceKind").asString()).isEqualTo("snapshot");
    assertThat(merged.get("Description").asString()).isEqualTo("Merged from sources: 'l', 'r'");
    assertThat(members("m"))
        .containsExactly("data-alt_1", "data_1", "only-l_1", "p_10.0", "p_2.0", "prov_4", "q_2");
    api.post("/api/snapshots/latest/merge?latest=1", "{'Sources': ['r', 'l']}").expect(201);
    assertThat(members("latest"))
        .containsExactly("data-alt_1", "data_1", "only-l_1", "p_10.0", "prov_4", "q_2");
    api.post("/api/snapshots/all/merge?no-remove=1", "{'Sources': ['l', 'r']}").expect(201);
    assertThat(members("all")).contains("p_1.0", "p_2.0", "p_3.0", "p_10.0", "q_1", "q_2");
  }

  @Test
  void refusesBadMerges() {
    assertThat(api.post("/api/snapshots/m/merge", "{'Sources': []}").expect(400).error())
        .isEqualTo("minimum one source snapshot is required");
    assertThat(
            api.post("/api/snapshots/m/merge?latest=1&no-remove=1", "{'Sources': ['l']}")
                .expect(400)
                .error())
        .isEqualTo("no-remove and latest are mutually exclusive");
    api.post("/api/snapshots/m/merge", "{'Sources': ['l', 'none']}").expect(404);
    assertThat(api.post("/api/snapshots/l/merge", "{'Sources': ['r']}").expect(500).error())
        .isEqualTo("unable to create snapshot: snapshot with name l already exists");
    assertThat(members("l")).contains("only-l_1");
  }

  @Test
  void aDryPullTellsWhatThePullDoes() {
    var body = "{'Source': 'r', 'Destination': 'd', 'Queries': ['p (>= 10)', 'q']}";
    var plan = api.post("/api/snapshots/l/pull?dry-run=1", body).expect(200);
    assertThat(plan.body())
        .isEqualTo(
            "{\"added_packages\":[\"data_1_all\",\"p_10.0_amd64\",\"q_2_amd64\"],"
                + "\"removed_packages\":[\"p_3.0_amd64\",\"p_1.0_amd64\",\"q_1_amd64\"]}");
    api.get("/api/snapshots/d").expect(404);
    var pulled = api.post("/api/snapshots/l/pull", body).expect(201).json();
    assertThat(pulled.get("Description").asString())
        .isEqualTo("Pulled into 'l' with 'r' as source, pull request was: 'p (>= 10), q'");
    assertThat(members("d")).containsExactly("data_1", "only-l_1", "p_10.0", "q_2");
    assertThat(members("l")).as("the target stays as it is").contains("p_1.0", "p_3.0");
    var again = api.post("/api/snapshots/d/pull?dry-run=1", body.replace("'d'", "'e'")).expect(200);
    assertThat(again.body()).isEqualTo("{\"added_packages\":[],\"removed_packages\":[]}");
  }

  @Test
  void pullsAsTheOptionsSay() {
    var body = "{'Source': 'r', 'Destination': '%s', 'Queries': ['p']}";
    api.post("/api/snapshots/l/pull?no-deps=1&no-remove=1&all-matches=1", body.formatted("a"))
        .expect(201);
    assertThat(members("a"))
        .containsExactly("only-l_1", "p_1.0", "p_10.0", "p_2.0", "p_3.0", "q_1");
    api.post("/api/snapshots/l/pull?no-deps=1", body.formatted("b")).expect(201);
    assertThat(members("b")).containsExactly("only-l_1", "p_10.0", "q_1");
    api.post("/api/snapshots/l/pull", body.formatted("b")).expect(500);
    api.post("/api/snapshots/none/pull", body.formatted("c")).expect(404);
    api.post("/api/snapshots/l/pull", body.replace("'r'", "'none'").formatted("c")).expect(404);
    api.post("/api/snapshots/l/pull", "{'Source': 'r', 'Queries': ['p']}").expect(400);
    assertThat(
            api.post("/api/snapshots/l/pull", body.replace("'p'", "'('").formatted("c"))
                .expect(500)
                .error())
        .contains("parsing failed: ");
    api.post("/api/snapshots", "{'Name': 'empty'}").expect(201);
    assertThat(api.post("/api/snapshots/empty/pull", body.formatted("c")).expect(500).error())
        .contains("unable to determine list of architectures");
    api.post(
            "/api/snapshots/empty/pull",
            "{'Source': 'r', 'Destination': 'c', 'Queries': ['p'], 'Architectures': ['amd64']}")
        .expect(201);
    assertThat(members("c")).containsExactly("data_1", "p_10.0");
  }

  @Test
  void filtersWithDependencies() {
    var body = "{'Destination': '%s', 'Queries': ['p (>= 10)'], 'WithDeps': %s}";
    var plan = api.post("/api/snapshots/r/filter?dry-run=1", body.formatted("f", true)).expect(200);
    assertThat(plan.json().get("added_packages")).hasSize(2);
    var filtered =
        api.post("/api/snapshots/r/filter", body.formatted("f", true)).expect(201).json();
    assertThat(filtered.get("Description").asString())
        .isEqualTo("Filtered 'r', query was: 'p (>= 10)'");
    assertThat(members("f")).containsExactly("data_1", "p_10.0");
    api.post("/api/snapshots/r/filter", body.formatted("g", false)).expect(201);
    assertThat(members("g")).containsExactly("p_10.0");
    api.post("/api/snapshots/r/filter", body.formatted("g", false)).expect(400);
    api.post("/api/snapshots/none/filter", body.formatted("h", false)).expect(404);
  }

  @Test
  void verifiesAgainstOtherSnapshots() {
    assertThat(api.get("/api/snapshots/r/verify").expect(200).body())
        .isEqualTo(
            "[{\"Dependency\":\"virt (\\u003e= 3)\",\"Architecture\":\"amd64\","
                + "\"NeededBy\":[\"p_10.0_amd64\"]}]");
    snapshot("v", deb("virt", "3"));
    assertThat(api.get("/api/snapshots/r/verify?with=l,v").expect(200).body()).isEqualTo("[]");
    api.get("/api/snapshots/r/verify?with=none").expect(404);
    api.get("/api/snapshots/r/verify?architectures=a_b").expect(400);
  }

  @Test
  void comparesSnapshotsAndRepositories() {
    var all = api.get("/api/snapshots/l/diff/r").expect(200).json();
    assertThat(all.valueStream().map(it -> it.get("Change").asString()).toList())
        .containsExactly("added", "added", "removed", "upgraded", "upgraded", "added", "upgraded");
    assertThat(api.get("/api/snapshots/l/diff/r?onlyMatching=1").json()).hasSize(3);
    assertThat(api.get("/api/repos/l/diff/r").expect(200).json()).isEqualTo(all);
    assertThat(api.get("/api/snapshots/l/diff/l").expect(200).body()).isEqualTo("[]");
    api.get("/api/snapshots/l/diff/none").expect(404);
    api.get("/api/repos/l/diff/none").expect(404);
  }

  @Test
  void repositoriesGiveAndTakeByQuery() {
    assertThat(
            api.post("/api/repos/l/move/r/p%20(%3E=%2010)", "{'with-deps': true, 'dry-run': true}")
                .expect(200)
                .body())
        .isEqualTo(
            "{\"Report\":{\"Warnings\":[\"Changes not saved, as dry run has been requested\"],"
                + "\"Added\":[\"added data-1(all)\",\"added p-10.0(amd64)\"],\"Removed\":[]}}");
    assertThat(api.strings("/api/repos/r/packages")).hasSize(6);
    api.post("/api/repos/l/move/r/p%20(%3E=%2010)", "{'with-deps': true}").expect(200);
    assertThat(api.strings("/api/repos/r/packages")).hasSize(4);
    assertThat(api.strings("/api/repos/l/packages")).hasSize(6);
    assertThat(api.post("/api/repos/l/remove/data", "{'dry-run': true}").expect(200).body())
        .contains("\"Removed\":[\"data_1_all removed\"]");
    assertThat(api.strings("/api/repos/l/packages")).hasSize(6);
    api.post("/api/repos/l/remove/data").expect(200);
    assertThat(api.strings("/api/repos/l/packages")).hasSize(5);
  }
}
