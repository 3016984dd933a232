package org.entrepot.server.api.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.RouteTable;
import org.entrepot.server.api.shape.ErrorShape;
import org.entrepot.server.api.shape.TaskShape;

/// The OpenAPI 3.1 document of a table of routes.
public final class OpenApi {
  private static final String JSON = "application/json";

  private final Schemas schemas = new Schemas();

  private OpenApi() {}

  /// The document as nested maps and lists, for JSON.
  public static Map<String, Object> of(RouteTable table, String programVersion) {
    return new OpenApi().document(table, programVersion);
  }

  private Map<String, Object> document(RouteTable table, String programVersion) {
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    for (Route<?> route : table.routes()) {
      paths
          .computeIfAbsent(route.pattern().text(), _ -> new LinkedHashMap<>())
          .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Entrepot",
            "version",
            programVersion,
            "description",
            "A Debian repository manager. Names of fields in bodies match whatever their case."));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put(
        "security", List.of(Map.of("bearer", List.of()), Map.of("basic", List.of()), Map.of()));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas.named(),
            "securitySchemes",
            Map.of(
                "bearer",
                Map.of("type", "http", "scheme", "bearer"),
                "basic",
                Map.of(
                    "type",
                    "http",
                    "scheme",
                    "basic",
                    "description",
                    "any user, and the token as password"))));
    return document;
  }

  private Map<String, Object> operation(Route<?> route) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", id(route));
    operation.put("tags", List.of(tag(route)));
    operation.put("summary", route.summary());
    operation.put("description", "Needs a token of scope %s.".formatted(route.scope().word()));
    List<Object> parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!route.takes().isEmpty()) {
      operation.put("requestBody", Map.of("content", Map.of(route.takes(), Map.of())));
    } else if (route.body() != NoBody.class) {
      operation.put(
          "requestBody",
          Map.of("content", Map.of(JSON, Map.of("schema", schemas.of(route.body())))));
    }
    operation.put("responses", responses(route));
    return operation;
  }

  /// The group of a route: the second segment of its path.
  static String tag(Route<?> route) {
    return route.pattern().text().split("/", -1)[2].replaceFirst("[.-].*", "");
  }

  private static String id(Route<?> route) {
    var id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
    for (String word :
        route.pattern().text().substring("/api".length()).split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return id.toString();
  }

  private static List<Object> parameters(Route<?> route) {
    var parameters = new ArrayList<>();
    for (String variable : route.pattern().variables()) {
      parameters.add(
          Map.of(
              "name",
              variable,
              "in",
              "path",
              "required",
              true,
              "schema",
              Map.of("type", "string")));
    }
    for (QueryParameter parameter : route.query()) {
      parameters.add(query(parameter.name(), parameter.description(), schema(parameter.type())));
    }
    if (route.running() == Route.Running.AS_TASK) {
      parameters.add(
          query(
              "_async",
              "answer at once with the task, unless it is 0, no, off, false, n or f",
              Map.of("type", "string")));
    }
    return parameters;
  }

  private static Map<String, Object> query(
      String name, String description, Map<String, Object> schema) {
    return Map.of("name", name, "in", "query", "description", description, "schema", schema);
  }

  private static Map<String, Object> schema(QueryParameter.Type type) {
    return switch (type) {
      case FLAG -> Map.of("type", "string", "enum", List.of("0", "1"));
      case TEXT -> Map.of("type", "string");
      case NUMBER -> Map.of("type", "integer", "minimum", 0);
    };
  }

  private Map<String, Object> responses(Route<?> route) {
    var responses = new LinkedHashMap<String, Object>();
    responses.put(Integer.toString(route.status()), success(route));
    if (route.running() == Route.Running.AS_TASK) {
      responses.put("202", answer("The task, which may still wait", schemas.of(TaskShape.class)));
    }
    responses.put("default", answer("Why not, in one sentence", schemas.of(ErrorShape.class)));
    return responses;
  }

  private Map<String, Object> success(Route<?> route) {
    if (!route.gives().isEmpty()) {
      return Map.of("description", "Done", "content", Map.of(route.gives(), Map.of()));
    }
    return route.result() == Void.class
        ? Map.of("description", "Done")
        : answer("Done", schemas.of(route.result()));
  }

  private static Map<String, Object> answer(String description, Map<String, Object> schema) {
    return Map.of("description", description, "content", Map.of(JSON, Map.of("schema", schema)));
  }
}
