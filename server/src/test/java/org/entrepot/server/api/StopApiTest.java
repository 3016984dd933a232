package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of tasks when a server stops: those that run end, the others are done by the next.
@Timeout(120)
class StopApiTest {
  @TempDir Path root;

  @Test
  void whatWasAcceptedIsDoneByTheNextServer() {
    int count = 100;
    long last;
    try (var first = new Api(root)) {
      first.createRepository("r");
      last = 0;
      for (int i = 0; i < count; i++) {
        last =
            first
                .put("/api/repos/r?_async=1", "{'Comment': '%d'}".formatted(i))
                .expect(202)
                .json()
                .get("ID")
                .asLong();
      }
    }
    try (var second = new Api(root)) {
      assertThat(second.get("/api/tasks/" + last + "/wait").expect(200).json().get("State").asInt())
          .isEqualTo(2);
      var tasks = second.get("/api/tasks").json();
      assertThat(tasks).hasSize(count);
      tasks.forEach(task -> assertThat(task.get("State").asInt()).isEqualTo(2));
      assertThat(second.get("/api/repos/r").json().get("Comment").asString())
          .isEqualTo(Integer.toString(count - 1));
    }
  }
}
