package org.entrepot.server.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.entrepot.server.access.AccessMode;
import org.entrepot.server.api.route.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/docs…`: held to the schema of OpenAPI 3.1 by a validator that nobody here wrote, and to what
/// the server really answers.
@Timeout(60)
class DocsApiTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path directory;

  private Api withDocs(AccessMode mode) {
    return new Api(directory, ApiOptions.at(directory).withAllPages(), mode);
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  }

  @Test
  void theDocumentIsOpenApiAndHoldsEveryRoute() throws IOException {
    Schema openApi;
    try (var in =
        requireNonNull(DocsApiTest.class.getResourceAsStream("openapi-3.1.schema.json"))) {
      openApi = registry().getSchema(in, InputFormat.JSON);
    }
    assertThat(openApi.validate("{\"openapi\": \"3.1.0\"}", InputFormat.JSON)).isNotEmpty();
    try (Api api = withDocs(AccessMode.REQUIRED)) {
      var reply = api.get("/docs/doc.json").expect(200);
      assertThat(reply.type()).isEqualTo("application/json; charset=utf-8");
      assertThat(openApi.validate(reply.body(), InputFormat.JSON)).isEmpty();
      JsonNode document = reply.json();
      var ids = new HashSet<String>();
      for (Route<?> route : api.server().table().routes()) {
        JsonNode operation =
            document
                .get("paths")
                .get(route.pattern().text())
                .get(route.method().name().toLowerCase(Locale.ROOT));
        assertThat(operation.get("summary").asString()).as(route.toString()).isNotBlank();
        assertThat(ids.add(operation.get("operationId").asString())).as(route.toString()).isTrue();
      }
      assertThat(ids).hasSizeGreaterThan(50);
    }
  }

  @Test
  void whatIsAnsweredIsWhatIsDocumented() {
    try (Api api = withDocs(AccessMode.OPEN)) {
      JsonNode document = api.get("/docs/doc.json").json();
      api.createRepositoryWith("r", "hello", "1");
      answers(document, api.get("/api/repos"), "get", "/api/repos", "200");
      answers(document, api.get("/api/repos/r"), "get", "/api/repos/{repository}", "200");
      answers(document, api.get("/api/repos/x"), "get", "/api/repos/{repository}", "default");
      answers(document, api.get("/api/storage"), "get", "/api/storage", "200");
      answers(document, api.get("/api/gpg/keys"), "get", "/api/gpg/keys", "200");
      answers(
          document,
          api.post("/api/repos/r/snapshots", "{'Name': 's'}"),
          "post",
          "/api/repos/{repository}/snapshots",
          "201");
      answers(
          document,
          api.post("/api/repos/r/snapshots?_async=1", "{'Name': 't'}"),
          "post",
          "/api/repos/{repository}/snapshots",
          "202");
      answers(document, api.get("/api/snapshots"), "get", "/api/snapshots", "200");
      answers(
          document,
          api.post(
              "/api/publish/p",
              "{'SourceKind': 'local', 'Sources': [{'Name': 'r'}], 'Distribution': 'd',"
                  + " 'Signing': {'Skip': true}}"),
          "post",
          "/api/publish/{prefix}",
          "201");
      answers(document, api.get("/api/publish"), "get", "/api/publish", "200");
      answers(document, api.get("/api/tasks"), "get", "/api/tasks", "200");
      answers(
          document,
          api.get("/api/snapshots/s/packages"),
          "get",
          "/api/snapshots/{snapshot}/packages",
          "200");
    }
  }

  private static final Set<String> LEFT_OUT_WHEN_EMPTY =
      Set.of("AddedAt", "AppStreamFiles", "AsIs", "NumPackages", "Translations");

  /// An answer has all documented members, no others, and of the documented types.
  private static void answers(
      JsonNode document, Api.Reply reply, String method, String path, String status) {
    ObjectNode schema =
        (ObjectNode)
            document
                .get("paths")
                .get(path)
                .get(method)
                .get("responses")
                .get(status)
                .get("content")
                .get("application/json")
                .get("schema")
                .deepCopy();
    ObjectNode components = (ObjectNode) document.get("components").deepCopy();
    components
        .get("schemas")
        .forEach(each -> {
          ((ObjectNode) each).put("additionalProperties", false);
          var all = ((ObjectNode) each).putArray("required");
          each.get("properties").propertyNames().stream()
              .filter(name -> !LEFT_OUT_WHEN_EMPTY.contains(name))
              .forEach(all::add);
        });
    schema.set("components", components);
    assertThat(registry().getSchema(schema).validate(reply.body(), InputFormat.JSON))
        .as("%s %s: %s", method, path, reply.body())
        .isEmpty();
    assertThat(MAPPER.readTree(reply.body()).isMissingNode()).isFalse();
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    try (Api api = withDocs(AccessMode.REQUIRED)) {
      var page = api.get("/docs.html").expect(200);
      assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
      assertThat(page.body())
          .doesNotContain("http://", "https://", "<script", "src=", "@import")
          .contains("/api/repos/{repository}/packages", "PackageRefs", "force");
      for (String path : new String[] {"/docs", "/docs/", "/docs/index.html"}) {
        assertThat(api.raw("GET", path)).contains(" 301 ").contains("Location: /docs.html\r\n");
      }
      api.get("/docs/other.js").expect(404);
      api.post("/docs.html").expect(404);
    }
  }

  @Test
  void withoutTheConfigurationThereIsNone() {
    try (var api = new Api(directory)) {
      api.get("/docs.html").expect(404);
      api.get("/docs/doc.json").expect(404);
      api.get("/docs").expect(404);
    }
  }
}
