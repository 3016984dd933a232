package org.entrepot.server.api.route;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.service.Caller;

/// A request that has found its route. For one thread.
public final class Call {
  private final Map<String, String> variables;
  private final RequestSource source;
  private final Caller caller;
  private final boolean background;

  /// `background`: the client wants the task, not its result.
  public Call(
      Map<String, String> variables, RequestSource source, Caller caller, boolean background) {
    this.variables = variables;
    this.source = source;
    this.caller = caller;
    this.background = background;
  }

  /// Who asks, and what they may do.
  public Caller caller() {
    return caller;
  }

  /// The decoded value of a variable of the path.
  public String path(String variable) {
    String value = variables.get(variable);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + variable);
    }
    return value;
  }

  /// Whether a flag is on: its first value is exactly `1`.
  public boolean isOn(QueryParameter flag) {
    return text(flag).equals("1");
  }

  /// The first value of a parameter; empty text without one.
  public String text(QueryParameter parameter) {
    return source.query(parameter.name()).orElse("");
  }

  /// The first value of a parameter that is a number, if there is one.
  ///
  /// @throws RefusedException for anything else
  public Optional<Long> number(QueryParameter parameter) {
    String text = text(parameter);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw RefusedException.badRequest(
          "%s=%s is not a whole number".formatted(parameter.name(), text));
    }
    return Optional.of(Long.parseLong(text));
  }

  /// Whether the client wants 202 and the task instead of its result.
  public boolean inBackground() {
    return background;
  }

  /// The first value of a header.
  public Optional<String> header(String name) {
    return source.header(name);
  }

  /// The bytes of the body, for routes that take no record.
  public InputStream content() {
    return source.content();
  }

  /// The request, for reading multipart bodies.
  public RequestSource source() {
    return source;
  }

  /// Names of the objects that the path names, for whoever decides whether they may be touched.
  public List<String> objectNames() {
    var names = new ArrayList<String>();
    variables.forEach((variable, value) -> {
      switch (variable) {
        case "repository", "mirror", "source", "snapshot", "other", "directory" -> names.add(value);
        case "distribution" ->
            names.add(
                PublicationPath.location(path("prefix")) + "/" + PublicationPath.unescape(value));
        default -> {} // no object, or one that every caller may name
      }
    });
    return names;
  }
}
