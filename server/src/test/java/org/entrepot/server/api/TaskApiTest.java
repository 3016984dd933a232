package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tasks over HTTP (spec rest-api 3).
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(240)
class TaskApiTest {
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
  void aTaskIsShownWaitedForAndForgotten() {
    var task = api.post("/api/repos?_async", "{'Name': 'r'}").expect(202).json();
    long id = task.get("ID").asLong();
    assertThat(task.propertyNames()).containsExactlyInAnyOrder("Name", "ID", "State", "Resources");
    assertThat(task.get("State").asInt()).isZero();
    assertThat(api.get("/api/tasks/" + id + "/wait").expect(200).json().get("State").asInt())
        .isEqualTo(2);
    assertThat(api.get("/api/tasks/" + id + "/output").expect(200).body())
        .isEqualTo("\"Task succeeded\"");
    assertThat(api.get("/api/tasks/" + id + "/detail").expect(200).body()).isEqualTo("{}");
    assertThat(api.get("/api/tasks/" + id + "/return_value").expect(200).body())
        .isEqualTo(
            "{\"Code\":201,\"Value\":{\"Name\":\"r\",\"Comment\":\"\",\"DefaultDistribution\":\"\",\"DefaultComponent\":\"\"}}");
    assertThat(api.get("/api/tasks").json()).hasSize(1);
    assertThat(api.get("/api/tasks?state=0,1").json()).isEmpty();
    assertThat(api.get("/api/tasks-wait").expect(200).body()).isEqualTo("{}");
    api.delete("/api/tasks/" + id).expect(200);
    assertThat(api.delete("/api/tasks/" + id).expect(400).error())
        .isEqualTo("could not find task with id " + id);
    api.get("/api/tasks/" + id).expect(404);
    api.get("/api/tasks/" + id + "/wait").expect(400);
    api.get("/api/tasks/x").expect(500);
    api.get("/api/tasks/99999999999999999999").expect(500);
  }

  @Test
  void aRefusalIsToldByTheTaskUnlessItIsTheHandlers() {
    api.createRepository("r");
    long id =
        api.post("/api/repos?_async=True", "{'Name': 'r'}").expect(202).json().get("ID").asLong();
    api.get("/api/tasks/" + id + "/wait").expect(200);
    assertThat(api.get("/api/tasks/" + id + "/return_value").body())
        .isEqualTo("{\"Code\":409,\"Value\":null}");
    assertThat(api.get("/api/tasks/" + id + "/output").json().asString())
        .startsWith("Task failed with error: local repo with name r already exists");
    api.delete("/api/repos/none?_async=1").expect(404);
    for (String no : List.of("n", "NO", "f", "False", "0", "off")) {
      api.post("/api/repos?_async=" + no, "{'Name': 'sync %s'}".formatted(no)).expect(201);
    }
    assertThat(api.post("/api/tasks-clear").expect(200).body()).isEqualTo("{}");
    assertThat(api.get("/api/tasks").json()).isEmpty();
  }

  @Test
  void eventsTellOfATaskUntilItHasEnded() {
    long id = api.post("/api/repos?_async", "{'Name': 'r'}").expect(202).json().get("ID").asLong();
    var events = api.get("/api/tasks/" + id + "/events").expect(200);
    assertThat(events.type()).isEqualTo("text/event-stream");
    assertThat(events.body())
        .startsWith("event: task\ndata: {\"Name\":\"Create local repo r\",\"ID\":" + id)
        .contains("\"State\":2")
        .endsWith("event: end\ndata: {}\n\n");
    api.get("/api/tasks/999999/events").expect(404);
    api.post("/api/tasks/" + id + "/cancel").expect(409);
    api.post("/api/tasks/999999/cancel").expect(404);
  }

  @Test
  void eventsOfAllTasksTellOfNewOnes() throws InterruptedException {
    var lines = new LinkedBlockingQueue<String>();
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(api.uri("/api/tasks/events")).build();
      var watching =
          client.sendAsync(
              request,
              HttpResponse.BodyHandlers.fromLineSubscriber(
                  new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                      subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(String line) {
                      lines.add(line);
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                  }));
      assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo(":");
      api.post("/api/repos?_async", "{'Name': 'watched'}").expect(202);
      String line = "";
      while (!line.contains("\"State\":2")) {
        line = lines.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("the end of the task").isNotNull();
      }
      assertThat(line).contains("Create local repo watched");
      assertThat(watching).isNotDone();
      client.shutdownNow();
    }
  }

  @Test
  void aThousandTasksDrainWhileManyWait() throws InterruptedException, ExecutionException {
    for (int i = 0; i < 5; i++) {
      api.createRepository("q" + i);
    }
    long last = 0;
    for (int i = 0; i < 1000; i++) {
      last =
          api.put("/api/repos/q" + i % 5 + "?_async=1", "{'Comment': '%d'}".formatted(i))
              .expect(202)
              .json()
              .get("ID")
              .asLong();
    }
    long awaited = last;
    var waiting = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String path = i % 2 == 0 ? "/api/tasks/" + awaited + "/wait" : "/api/tasks-wait";
        waiting.add(threads.submit(() -> api.get(path).status()));
      }
      for (Future<Integer> each : waiting) {
        assertThat(each.get()).isEqualTo(200);
      }
    }
    var states = new HashSet<Integer>();
    api.get("/api/tasks").json().forEach(task -> states.add(task.get("State").asInt()));
    assertThat(states).containsExactly(2);
    for (int i = 0; i < 5; i++) {
      assertThat(api.get("/api/repos/q" + i).json().get("Comment").asString())
          .as("conflicting tasks run in the order of submission")
          .isEqualTo(Integer.toString(995 + i));
    }
  }
}
