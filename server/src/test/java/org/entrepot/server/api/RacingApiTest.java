package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sixteen clients at once (spec rest-api 17.3): one wins, the others get the specified conflict,
/// and nothing is lost.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class RacingApiTest {
  private static final int CLIENTS = 16;

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

  /// The statuses of requests that begin together, sorted.
  private static List<Integer> race(IntFunction<Api.Reply> request)
      throws InterruptedException, ExecutionException {
    var barrier = new CyclicBarrier(CLIENTS);
    var replies = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        replies.add(
            threads.submit(() -> {
              barrier.await(60, TimeUnit.SECONDS);
              return request.apply(number).status();
            }));
      }
      var statuses = new ArrayList<Integer>();
      for (Future<Integer> reply : replies) {
        statuses.add(reply.get());
      }
      Collections.sort(statuses);
      return statuses;
    }
  }

  private static List<Integer> oneAndOthers(int winner, int loser) {
    var statuses = new ArrayList<>(Collections.nCopies(CLIENTS - 1, loser));
    statuses.add(winner);
    Collections.sort(statuses);
    return statuses;
  }

  @Test
  void oneOfManyCreatesARepository() throws InterruptedException, ExecutionException {
    assertThat(race(_ -> api.post("/api/repos", "{'Name': 'x'}")))
        .isEqualTo(oneAndOthers(201, 409));
    assertThat(api.get("/api/repos").json()).hasSize(2);
  }

  @Test
  void oneOfManyCreatesASnapshot() throws InterruptedException, ExecutionException {
    assertThat(race(_ -> api.post("/api/repos/r/snapshots", "{'Name': 'x'}")))
        .isEqualTo(oneAndOthers(201, 400));
  }

  @Test
  void oneOfManyRenamesToAName() throws InterruptedException, ExecutionException {
    for (int i = 0; i < CLIENTS; i++) {
      api.createRepository("old" + i);
    }
    assertThat(race(i -> api.put("/api/repos/old" + i, "{'Name': 'new'}")))
        .isEqualTo(oneAndOthers(200, 409));
  }

  @Test
  void oneOfManyPublishesToAPlace() throws InterruptedException, ExecutionException {
    assertThat(
            race(_ ->
                api.post(
                    "/api/publish/p",
                    "{'SourceKind':'local','Sources':[{'Name':'r'}],'Distribution':'d','Signing':{'Skip':true}}")))
        .isEqualTo(oneAndOthers(201, 400));
    assertThat(race(_ -> api.put("/api/publish/p/d", "{'Signing':{'Skip':true}}")))
        .as("updates of one publication all succeed, one after the other")
        .containsOnly(200);
    assertThat(race(_ -> api.delete("/api/publish/p/d"))).isEqualTo(oneAndOthers(200, 404));
  }

  @Test
  void noAdditionIsLostAndNoEditUndoesAnother() throws InterruptedException, ExecutionException {
    for (int i = 0; i < CLIENTS; i++) {
      api.upload("d" + i, "p" + i, "1");
    }
    assertThat(
            race(i ->
                i % 2 == 0
                    ? api.post("/api/repos/r/file/d" + i)
                    : api.put("/api/repos/r", "{'Comment': 'c%d'}".formatted(i))))
        .containsOnly(200);
    assertThat(race(i -> api.post("/api/repos/r/file/d" + i))).containsOnly(200);
    assertThat(new HashSet<>(api.strings("/api/repos/r/packages"))).hasSize(CLIENTS + 1);
    assertThat(api.get("/api/repos/r").json().get("Comment").asString()).startsWith("c");
  }

  @Test
  void aResultIsNotLostWhenOthersClearTasks() throws InterruptedException, ExecutionException {
    assertThat(
            race(i ->
                i % 4 == 0
                    ? api.post("/api/tasks-clear")
                    : api.post("/api/repos", "{'Name': 'c%d'}".formatted(i))))
        .containsOnly(200, 201);
  }
}
