package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `/api/metrics`, and what else tells of requests.
@Timeout(60)
class MetricsApiTest {
  @TempDir Path directory;

  private Api withMetrics() {
    return new Api(directory, ApiOptions.at(directory).withAllPages());
  }

  private static List<String> metrics(Api api) {
    return api.get("/api/metrics").expect(200).body().lines().toList();
  }

  @Test
  void theNamesAndLabelsOfThePeerAreThere() {
    try (Api api = withMetrics()) {
      api.createRepositoryWith("r", "hello", "1");
      api.post(
              "/api/publish/deb",
              "{'SourceKind': 'local', 'Sources': [{'Name': 'r'}], 'Distribution': 'foo',"
                  + " 'Signing': {'Skip': true}}")
          .expect(201);
      api.get("/api/repos/missing").expect(404);
      api.get("/nothing/there/at/all").expect(404);
      assertThat(api.get("/api/metrics").type())
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(metrics(api))
          .contains(
              "aptly_repos_package_count{component=\"main\",distribution=\"foo\","
                  + "source=\"[r:main]\"} 1.0",
              "aptly_api_files_uploaded_total{directory=\"up-hello\"} 1.0",
              "aptly_api_http_requests_total{code=\"404\",method=\"GET\",path=\"/api/repos\"} 1.0",
              "aptly_api_http_requests_total{code=\"404\",method=\"GET\",path=\"/nothing/there\"}"
                  + " 1.0",
              "aptly_api_http_requests_total{code=\"201\",method=\"POST\",path=\"/api/publish\"}"
                  + " 1.0",
              "aptly_api_http_requests_in_flight{method=\"GET\",path=\"/api/metrics\"} 1.0",
              "entrepot_tasks{state=\"running\"} 0.0",
              "entrepot_tasks{state=\"waiting\"} 0.0",
              "entrepot_pool_files 1.0")
          .anyMatch(line -> line.startsWith("aptly_build_info{goversion=\"java"))
          .anyMatch(line ->
              line.startsWith(
                  "aptly_api_http_request_duration_seconds_count{code=\"201\",method=\"POST\""))
          .anyMatch(line -> line.startsWith("aptly_api_http_request_size_bytes_sum{"))
          .anyMatch(line -> line.startsWith("aptly_api_http_response_size_bytes_sum{"))
          .anyMatch(
              line -> line.startsWith("entrepot_task_wait_seconds_count{operation=\"Publish\"} 1"))
          .anyMatch(line ->
              line.startsWith(
                  "entrepot_task_run_seconds_count{operation=\"Publish\",state=\"succeeded\"} 1"))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
          .anyMatch(line -> line.startsWith("process_cpu_seconds_total"));
    }
  }

  @Test
  void labelsThatClientsChooseAreBounded() {
    try (Api api = withMetrics()) {
      for (int i = 0; i < 1200; i++) {
        api.get("/path/" + i).expect(404);
      }
      long paths =
          metrics(api).stream()
              .filter(line -> line.startsWith("aptly_api_http_requests_total{"))
              .count();
      assertThat(paths).isLessThan(1010);
    }
  }

  @Test
  void withoutTheConfigurationThereAreNone() {
    try (var api = new Api(directory)) {
      api.get("/api/metrics").expect(404);
    }
  }

  @Test
  void uploadsAreInTheAuditLog() {
    try (var api = new Api(directory)) {
      api.upload("d", "hello", "1");
      api.delete("/api/files/d/hello_1_amd64.deb").expect(200);
      api.delete("/api/files/d").expect(200);
      List<AuditEntry> entries = api.store().view(view -> view.auditEntries(AuditFilter.all()));
      assertThat(entries)
          .extracting(AuditEntry::title)
          .hasSize(3)
          .startsWith("Upload d/hello_1_amd64.deb");
    }
  }

  @Test
  void everyAnswerHasTheNumberOfItsRequest() throws Exception {
    try (var api = new Api(directory)) {
      assertThat(api.raw("GET", "/api/version")).containsPattern("X-Request-Id: [0-9a-f]{16}\r");
      assertThat(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(api.uri("/api/version"))
                          .header("X-Request-Id", "mine-1")
                          .build(),
                      HttpResponse.BodyHandlers.discarding())
                  .headers()
                  .firstValue("X-Request-Id"))
          .hasValue("mine-1");
    }
  }
}
