package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies over HTTP.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class RetentionApiTest {
  @TempDir Path root;
  private Api api;

  @BeforeEach
  void serve() {
    api = new Api(root);
    api.createRepository("r");
    for (String version : new String[] {"1", "2", "10"}) {
      api.upload("d", "p", version);
    }
    api.post("/api/repos/r/file/d").expect(200);
    for (int i = 1; i <= 3; i++) {
      api.post("/api/repos/r/snapshots", "{'Name': 's-%d'}".formatted(i)).expect(201);
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void packagesAreRemovedAsTheDryRunSaid() {
    var dry = api.post("/api/retain/repos/r?keepVersions=2&dry-run=1").expect(200).json();
    assertThat(api.strings("/api/repos/r/packages")).hasSize(3);
    var done = api.post("/api/retain/repos/r?keepVersions=2").expect(200).json();
    assertThat(done).isEqualTo(dry);
    assertThat(done.get("Removed").get(0).get("Name").asString()).isEqualTo("p_1_amd64");
    assertThat(done.get("Removed").get(0).get("AddedAt").asString()).startsWith("20");
    assertThat(done.get("Kept").asInt()).isEqualTo(2);
    assertThat(api.strings("/api/repos/r/packages")).hasSize(2);
  }

  @Test
  void snapshotsAreDroppedAsTheDryRunSaid() {
    var dry = api.post("/api/retain/snapshots/s-*?keep=1&dry-run=1").expect(200).json();
    var done = api.post("/api/retain/snapshots/s-*?keep=1").expect(200).json();
    assertThat(done).isEqualTo(dry);
    assertThat(done.get("Snapshots")).hasSize(3);
    assertThat(api.get("/api/snapshots").expect(200).json()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/retain/repos/r",
        "/api/retain/repos/r?keepVersions=0",
        "/api/retain/repos/r?keepVersions=x",
        "/api/retain/repos/r?keepDays=-1",
        "/api/retain/snapshots/s-*",
        "/api/retain/snapshots/%5B?keep=1",
        "/api/retain/snapshots/s-*?keep=0&keepDays=0"
      })
  void whatCannotBeMeantIsRefused(String path) {
    assertThat(api.post(path).expect(400).error()).isNotBlank();
    assertThat(api.strings("/api/repos/r/packages")).hasSize(3);
  }

  @Test
  void anUnknownRepositoryIsNotFound() {
    api.post("/api/retain/repos/nobody?keepVersions=1").expect(404);
  }
}
