package org.entrepot.app;

import java.io.IOException;
import java.util.Optional;
import org.entrepot.server.api.ListenPlace;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Sockets that systemd hands over (sd_listen_fds(3)). The launcher, which the variables are meant
/// for, makes descriptor 3 standard input, forgets the variables, and tells their number.
final class InheritedSockets {
  private static final String COUNT = "entrepot.listen.fds";

  private InheritedSockets() {}

  /// The socket; empty when none was handed over.
  ///
  /// @throws RepositoryException for several
  static Optional<ListenPlace> find() {
    String count = System.getProperty(COUNT, "");
    if (count.isEmpty() || count.equals("0")) {
      return Optional.empty();
    }
    if (!count.equals("1")) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s sockets were handed over, and one can be served: leave one ListenStream in the unit"
              .formatted(count));
    }
    try {
      return Optional.of(ListenPlace.Inherited.ofProcess());
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }
}
