package org.entrepot.server.api.status;

import static org.entrepot.server.api.route.Method.GET;

import java.util.List;
import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.Route;
import org.entrepot.service.Entrepot;
import org.entrepot.service.graph.GraphText;
import org.entrepot.service.graph.Graphviz;

/// `/api/graph.EXT` (spec rest-api 6).
public final class GraphRoutes {
  private static final QueryParameter LAYOUT =
      QueryParameter.text("layout", "horizontal, which is usual, or vertical");

  private final Entrepot store;

  public GraphRoutes(Entrepot store) {
    this.store = store;
  }

  /// The route.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/graph.{extension}", Scope.READ)
            .says("Draw what there is: dot or gv for the text, else a format of Graphviz")
            .query(LAYOUT)
            .gives("application/octet-stream")
            .does(this::graph));
  }

  private Answer graph(Call call) {
    String extension = call.path("extension");
    var layout = GraphText.Layout.ofWord(call.text(LAYOUT));
    String text = store.view(view -> GraphText.of(view, layout));
    if (extension.equals("dot") || extension.equals("gv")) {
      return new Answer.Text(200, "text/plain; charset=utf-8", text);
    }
    byte[] picture = Graphviz.draw(text, extension);
    return new Answer.Stream(200, type(extension), out -> out.write(picture));
  }

  private static String type(String extension) {
    return switch (extension) {
      case "png" -> "image/png";
      case "svg" -> "image/svg+xml";
      case "pdf" -> "application/pdf";
      case "gif" -> "image/gif";
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "json" -> "application/json";
      case "ps", "eps" -> "application/postscript";
      default -> "application/octet-stream";
    };
  }
}
