package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.server.access.AccessMode;
import org.entrepot.server.archive.ServedArchives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `/repos/`: what is published, served beside the API.
@Timeout(60)
class ServedArchivesApiTest {
  @TempDir Path directory;

  private Api serving(SortedMap<String, Path> endpoints, AccessMode mode) {
    Path root = directory.resolve("root");
    return new Api(
        root,
        ApiOptions.at(root)
            .serving(
                new ServedArchives(
                    root.resolve("public"), endpoints, List.of(root.resolve("pool")))),
        mode);
  }

  @Test
  void publishedFilesAreServedWithRangesAndConditions() {
    try (Api api = serving(new TreeMap<>(), AccessMode.OPEN)) {
      api.createRepositoryWith("r", "hello", "1");
      api.post(
              "/api/publish/deb",
              "{'SourceKind': 'local', 'Sources': [{'Name': 'r'}], 'Distribution': 'stable',"
                  + " 'Signing': {'Skip': true}}")
          .expect(201);
      assertThat(api.raw("GET", "/repos")).contains(" 301 ").contains("Location: /repos/\r\n");
      var page = api.get("/repos/").expect(200);
      assertThat(page.body()).isEqualTo("<pre>\n<a href=\"-/\">default</a>\n</pre>");
      assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
      assertThat(api.raw("GET", "/repos/-")).contains(" 301 ").contains("Location: /repos/-/");
      assertThat(api.get("/repos/-/deb/dists/").expect(200).body()).contains("stable/");
      var release = api.get("/repos/-/deb/dists/stable/Release").expect(200);
      assertThat(release.type()).isEqualTo("text/plain; charset=utf-8");
      assertThat(release.body()).contains("Codename: stable");
      assertThat(api.rawStatus("HEAD", "/repos/-/deb/dists/stable/Release")).isEqualTo(200);
      String deb = "/repos/-/deb/pool/main/h/hello/hello_1_amd64.deb";
      assertThat(api.get(deb).expect(200).type()).contains("debian");
      assertThat(
              api.send(HttpRequest.newBuilder(api.uri(deb)).header("Range", "bytes=0-6"))
                  .expect(206)
                  .body())
          .isEqualTo("!<arch>");
      String tag =
          api.raw("HEAD", deb)
              .lines()
              .filter(line -> line.startsWith("ETag: "))
              .findFirst()
              .orElseThrow()
              .substring("ETag: ".length());
      api.send(HttpRequest.newBuilder(api.uri(deb)).header("If-None-Match", tag)).expect(304);
      assertThat(api.rawStatus("GET", "/repos/-/../../catalog.db")).isIn(400, 404);
      assertThat(api.rawStatus("GET", "/repos/-/%2e%2e/catalog.db")).isIn(400, 404);
      assertThat(api.rawStatus("GET", "/repos/-/..%2fcatalog.db")).isIn(400, 404);
      for (String path : List.of("/repos", "/repos/", "/repos/-/deb", "/repos/other")) {
        for (String method : List.of("POST", "DELETE", "OPTIONS")) {
          assertThat(api.raw(method, path)).contains(" 404 ").endsWith("404 page not found");
        }
      }
      assertThat(api.get("/repos/other/x").expect(404).json().get("error").asString()).isNotEmpty();
    }
  }

  @Test
  void endpointsAreServedWithoutATokenWhileTheApiAsksForOne() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("file"), "of the endpoint");
    var endpoints = new TreeMap<String, Path>();
    endpoints.put("mine", elsewhere);
    endpoints.put("a&b", elsewhere);
    try (Api api = serving(endpoints, AccessMode.REQUIRED)) {
      api.get("/api/version").expect(401);
      assertThat(api.get("/repos/").body())
          .isEqualTo("<pre>\n<a href=\"a&amp;b/\">a&amp;b</a>\n<a href=\"mine/\">mine</a>\n</pre>");
      assertThat(api.get("/repos/mine/file").body()).isEqualTo("of the endpoint");
    }
  }

  @Test
  void withoutTheConfigurationThereIsNone() {
    try (var api = new Api(directory.resolve("plain"))) {
      api.get("/repos/").expect(404);
      api.get("/repos").expect(404);
    }
  }
}
