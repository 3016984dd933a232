package org.entrepot.server.api.route;

import java.io.IOException;

/// What a route does: it translates a request into an operation or a question, and the result into
/// an answer. May block; runs on a virtual thread of its own.
///
/// @param <B> the record of the body; [NoBody] without one
@FunctionalInterface
public interface Endpoint<B> {
  /// Answers the request.
  ///
  /// @throws org.entrepot.service.RepositoryException for a refusal
  /// @throws RefusedException for a refusal with a status of its own
  Answer answer(Call call, B body) throws IOException;
}
