package org.entrepot.server.api.route;

/// The body of a route that takes none; whatever comes is ignored.
public record NoBody() {
  /// The only one.
  public static final NoBody NONE = new NoBody();
}
