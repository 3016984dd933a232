package org.entrepot.server.api.route;

/// A parameter of the query string. The first value counts; a missing one is the empty text.
///
/// @param description for the documentation
public record QueryParameter(String name, Type type, String description) {
  /// What a parameter holds.
  public enum Type {
    /// On when the value is exactly `1`.
    FLAG,
    TEXT,
    NUMBER
  }

  /// On when it is exactly `1`.
  public static QueryParameter flag(String name, String description) {
    return new QueryParameter(name, Type.FLAG, description);
  }

  /// Any text.
  public static QueryParameter text(String name, String description) {
    return new QueryParameter(name, Type.TEXT, description);
  }

  /// A whole number that is not negative.
  public static QueryParameter number(String name, String description) {
    return new QueryParameter(name, Type.NUMBER, description);
  }
}
