package org.entrepot.server.api.docs;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.RouteTable;

/// The table of routes as a page for people: no script, nothing loaded from elsewhere.
final class RoutesPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Entrepot: REST API</title>
      <style>
      :root { color-scheme: light dark }
      body { font-family: system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; line-height: 1.4 }
      h2 { border-bottom: 1px solid; margin-top: 2em }
      code, summary b { font-family: ui-monospace, monospace }
      summary { padding: .3em 0 }
      summary b { display: inline-block; min-width: 4.5em }
      details > div { margin: 0 0 1em 1.2em }
      pre { overflow: auto; padding: .6em; border: 1px solid }
      dt { font-family: ui-monospace, monospace; margin-top: .3em }
      dd { margin-left: 1.5em }
      </style>
      </head>
      <body>
      <h1>REST API of Entrepot VERSION</h1>
      <p>For programs: <a href="/docs/doc.json">OpenAPI 3.1</a>. Errors are
      <code>{"error": "a sentence"}</code>. A token is sent as <code>Authorization: Bearer TOKEN</code>, or as the
      password of basic authentication. Routes marked <i>task</i> are answered by 202 and the task when the query
      holds <code>_async=1</code>.</p>
      """;

  private RoutesPage() {}

  static String of(RouteTable table, String programVersion) {
    var page = new StringBuilder(HEAD.replace("VERSION", escape(programVersion)));
    var groups = new LinkedHashMap<String, List<Route<?>>>();
    for (Route<?> route : table.routes()) {
      groups.computeIfAbsent(OpenApi.tag(route), _ -> new ArrayList<>()).add(route);
    }
    page.append("<nav>");
    groups.keySet().forEach(group -> page.append("<a href=\"#%1$s\">%1$s</a> ".formatted(group)));
    page.append("</nav>\n");
    groups.forEach((group, routes) -> {
      page.append("<h2 id=\"%1$s\">%1$s</h2>\n".formatted(group));
      routes.forEach(route -> section(page, route));
    });
    return page.append("</body>\n</html>\n").toString();
  }

  private static void section(StringBuilder page, Route<?> route) {
    page.append(
        "<details><summary><b>%s</b> <code>%s</code> %s</summary>\n<div>\n"
            .formatted(route.method(), escape(route.pattern().text()), escape(route.summary())));
    page.append("<p>Scope <code>%s</code>".formatted(route.scope().word()));
    if (route.running() == Route.Running.AS_TASK) {
      page.append(", <i>task</i>");
    }
    page.append(", answers %d.</p>\n".formatted(route.status()));
    if (!route.query().isEmpty()) {
      page.append("<dl>");
      for (QueryParameter parameter : route.query()) {
        page.append(
            "<dt>?%s=%s</dt><dd>%s</dd>"
                .formatted(
                    escape(parameter.name()), sample(parameter), escape(parameter.description())));
      }
      page.append("</dl>\n");
    }
    if (!route.takes().isEmpty()) {
      page.append("<p>Body: <code>%s</code></p>\n".formatted(escape(route.takes())));
    } else if (route.body() != NoBody.class) {
      var schemas = new Schemas();
      page.append("<p>Body:</p><pre>%s</pre>\n".formatted(schema(route.body(), schemas)));
    }
    if (route.result() != Void.class) {
      page.append("<p>Answer:</p><pre>%s</pre>\n".formatted(schema(route.result(), new Schemas())));
    }
    page.append("</div></details>\n");
  }

  private static String sample(QueryParameter parameter) {
    return switch (parameter.type()) {
      case FLAG -> "1";
      case TEXT -> "TEXT";
      case NUMBER -> "NUMBER";
    };
  }

  /// One field a line.
  private static String schema(Class<?> type, Schemas schemas) {
    if (type.isArray()) {
      return "[" + schema(type.getComponentType(), schemas) + ", ...]";
    }
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      return escape(Json.text(schemas.of(type)));
    }
    schemas.of(type);
    var text = new StringBuilder();
    for (Object object : schemas.named().values()) {
      if (((Map<?, ?>) object).get("properties") instanceof Map<?, ?> properties) {
        properties.forEach(
            (name, schema) -> text.append(escape("%s: %s%n".formatted(name, Json.text(schema)))));
        text.append('\n');
      }
    }
    return text.toString().strip();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
