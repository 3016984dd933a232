package org.entrepot.server.api.route;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All routes. Immutable.
public final class RouteTable {
  private final List<Route<?>> routes;

  /// @throws IllegalArgumentException for two routes with one method and pattern
  public RouteTable(List<Route<?>> routes) {
    this.routes = List.copyOf(routes);
    var seen = new HashSet<String>();
    for (Route<?> route : routes) {
      if (!seen.add(route.toString().replaceAll("\\{[^}]*}", "{}"))) {
        throw new IllegalArgumentException("two routes are " + route);
      }
    }
  }

  /// All of them, in the order of the table.
  public List<Route<?>> routes() {
    return routes;
  }

  /// A route with the values of its variables.
  public record Match(Route<?> route, Map<String, String> variables) {}

  /// The first route of the method that matches the path.
  public Optional<Match> find(Method method, PathSegments path) {
    for (Route<?> route : routes) {
      if (route.method() == method) {
        Optional<Map<String, String>> variables = route.pattern().match(path);
        if (variables.isPresent()) {
          return Optional.of(new Match(route, variables.get()));
        }
      }
    }
    return Optional.empty();
  }
}
