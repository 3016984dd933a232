package org.entrepot.server.api.status;

import static org.entrepot.server.api.route.Method.GET;

import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.metrics.ServerMetrics;

/// `/api/metrics` (spec rest-api 14).
public final class MetricsRoute {
  private MetricsRoute() {}

  /// The route.
  public static Route<?> of(ServerMetrics metrics) {
    return Route.of(GET, "/api/metrics", Scope.READ)
        .says("What the server does, for Prometheus")
        .gives("text/plain")
        .does(_ -> new Answer.Stream(200, ServerMetrics.CONTENT_TYPE, metrics::write));
  }
}
