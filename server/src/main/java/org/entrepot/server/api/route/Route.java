package org.entrepot.server.api.route;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entrepot.domain.access.Scope;

/// One line of the table: everything that is known of a route, in one place. Routing, authorization
/// and documentation are made from it.
///
/// @param summary one line for people
/// @param query parameters of the query string
/// @param body the record of the body; [NoBody] without one
/// @param takes media type of a body that is files and no record; empty for others
/// @param status the usual status of success
/// @param result the record or class of the answer; [Void] without one
/// @param gives media type of the answer; empty for JSON
/// @param running how a client may wait for the answer
/// @param judging how it is found out which objects a call touches
public record Route<B>(
    Method method,
    PathPattern pattern,
    Scope scope,
    String summary,
    List<QueryParameter> query,
    Class<B> body,
    String takes,
    int status,
    Class<?> result,
    String gives,
    Running running,
    Judging judging,
    Endpoint<B> endpoint) {
  public Route {
    query = List.copyOf(query);
  }

  /// Whether a route is a task.
  public enum Running {
    /// Answered at once.
    AT_ONCE,
    /// A task: waited for, or answered by 202 with the task when `_async` asks for it.
    AS_TASK
  }

  /// How it is found out which objects a call touches, so that a token for some of them is enough.
  public enum Judging {
    /// By the names in its path; a task by its claims too.
    BY_NAMES,
    /// By the endpoint itself.
    BY_ENDPOINT
  }

  /// `GET pattern`.
  @Override
  public String toString() {
    return method + " " + pattern;
  }

  /// Begins a route: `Route.of(GET, "/api/repos", READ).says("...").does(...)`.
  public static Builder of(Method method, String pattern, Scope scope) {
    return new Builder(method, new PathPattern(pattern), scope);
  }

  /// Collects the parts. Not thread-safe.
  public static final class Builder {
    private final Method method;
    private final PathPattern pattern;
    private final Scope scope;
    private final List<QueryParameter> query = new ArrayList<>();
    private String summary = "";
    private int status = 200;
    private Class<?> result = Void.class;
    private Running running = Running.AT_ONCE;
    private Judging judging = Judging.BY_NAMES;
    private String takes = "";
    private String gives = "";

    private Builder(Method method, PathPattern pattern, Scope scope) {
      this.method = method;
      this.pattern = pattern;
      this.scope = scope;
    }

    /// One line for people.
    public Builder says(String text) {
      summary = text;
      return this;
    }

    /// Parameters of the query string.
    public Builder query(QueryParameter... parameters) {
      return query(List.of(parameters));
    }

    /// Parameters of the query string.
    public Builder query(List<QueryParameter> parameters) {
      query.addAll(parameters);
      return this;
    }

    /// Status and type of the usual answer.
    public Builder answers(int code, Class<?> type) {
      status = code;
      result = type;
      return this;
    }

    /// Media type of the files that are its body.
    public Builder takes(String mediaType) {
      takes = mediaType;
      return this;
    }

    /// Media type of an answer that is no JSON.
    public Builder gives(String mediaType) {
      gives = mediaType;
      return this;
    }

    /// Its endpoint judges which objects it touches.
    public Builder judgesItself() {
      judging = Judging.BY_ENDPOINT;
      return this;
    }

    /// It is a task.
    public Builder asTask() {
      running = Running.AS_TASK;
      return this;
    }

    /// What it does, without a body.
    public Route<NoBody> does(Function<Call, Answer> answer) {
      return does(NoBody.class, (call, _) -> answer.apply(call));
    }

    /// What it does with a body.
    public <B> Route<B> does(Class<B> body, Endpoint<B> endpoint) {
      return new Route<>(
          method, pattern, scope, summary, query, body, takes, status, result, gives, running,
          judging, endpoint);
    }
  }
}
